using System.Collections.Immutable;

namespace Fds.Core.Datasets;

/// <summary>How files of one's own are read: what a table's columns are, and how a text is cut into examples.</summary>
public sealed record DatasetOptions
{
    /// <summary>What a table's target is called where it is the last column.</summary>
    public const string LastColumn = "last";

    /// <summary>Those of data sets that need none.</summary>
    public static DatasetOptions None { get; } = new();

    /// <summary>A table's column to predict: its name, where it has no header its number from 1, or <see cref="LastColumn"/>.</summary>
    public string Target { get; init; } = LastColumn;

    /// <summary>What parts a table's columns; null: what the file's name tells.</summary>
    public Tables.Separator? Separator { get; init; }

    /// <summary>Whether a table's first line names its columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>A table's columns that hold categories and not numbers.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>A table's columns that are not read.</summary>
    public ImmutableArray<string> Ignored { get; init; } = [];

    /// <summary>Share of a table's rows, or of the end of a text, that is only tested on, in (0, 1).</summary>
    public double TestFraction { get; init; } = 0.1;

    /// <summary>T: characters of an example of a text.</summary>
    public int Block { get; init; } = 1;

    /// <inheritdoc/>
    public bool Equals(DatasetOptions? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>All of them, so that two are alike where these texts are.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"target {Quoted([Target])} separator {Separator} header {HasHeader} categories {Quoted(Categories)} ignored {Quoted(Ignored)} test {TestFraction:R} block {Block}");

    private static string Quoted(ImmutableArray<string> names) => string.Join(',', names.Select(name => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'"));
}
