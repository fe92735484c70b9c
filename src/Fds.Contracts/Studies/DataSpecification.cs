using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>What a study trains on.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataSpecification")]
public sealed record DataSpecification
{
    /// <summary>Name of data that are arrays in a file.</summary>
    public const string Arrays = "arrays";

    /// <summary>Name of data that are the rows of a table.</summary>
    public const string Table = "table";

    /// <summary>Name of data that are the characters of a text.</summary>
    public const string Text = "text";

    /// <summary>What a table's target is called where it is the last column.</summary>
    public const string LastColumn = "last";

    /// <summary>The share that is tested on where a study does not say it.</summary>
    public const double DefaultTestFraction = 0.1;

    /// <summary>glyphs, mnist, fashion-mnist, cifar-10, cifar-100 or images, or a file of the user's own: arrays, table or text.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Folder or archive, relative to the data folder, or absolute on a silo of one’s own; null: found in the data folder by name.</summary>
    [Id(1)]
    public string? Path { get; init; }

    /// <summary>Share of the training set that is split off for validation anew in every outer step, in (0, 1).</summary>
    [Id(2)]
    public double ValidationFraction { get; init; } = 0.05;

    /// <summary>Augmentation of training images.</summary>
    [Id(3)]
    public AugmentationSpecification Augmentation { get; init; } = new();

    /// <summary>Of a table, the column to predict: its name, without a header its number from 1, or last.</summary>
    [Id(300)]
    public string Target { get; init; } = LastColumn;

    /// <summary>Of a table, what parts its columns; null: what the file's name tells.</summary>
    [Id(301)]
    public TableSeparator? Separator { get; init; }

    /// <summary>Of a table, whether its first line names the columns.</summary>
    [Id(302)]
    public bool Header { get; init; } = true;

    /// <summary>Of a table, the columns that hold categories and not numbers.</summary>
    [Id(303)]
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>Of a table, the columns that are not read.</summary>
    [Id(304)]
    public ImmutableArray<string> Ignore { get; init; } = [];

    /// <summary>Of a table, the share of its rows that is only tested on; of a text, that of its end. In (0, 1).</summary>
    [Id(305)]
    public double TestFraction { get; init; } = DefaultTestFraction;

    /// <summary>Of a text, the characters of an example; null of other data.</summary>
    [Id(306)]
    public int? Block { get; init; }

    /// <summary>Whether it is a file of the user's own, to which <see cref="Path"/> leads.</summary>
    public bool IsOwnFile => Name is Arrays or Table or Text;
}
