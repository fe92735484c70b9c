namespace Fds.Contracts.Studies;

/// <summary>What a study trains on.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DataSpecification")]
public sealed record DataSpecification
{
    /// <summary>glyphs, mnist, fashion-mnist, cifar-10, cifar-100 or images.</summary>
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
}
