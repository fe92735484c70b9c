namespace Fds.Contracts.Studies;

/// <summary>How many images of a class there are.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ClassCount")]
public sealed record ClassCount
{
    /// <summary>Name of the class: that of its folder, or its label.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Images in the training set, before any are split off for validation.</summary>
    [Id(1)]
    public required int Training { get; init; }

    /// <summary>Images in the test set.</summary>
    [Id(2)]
    public required int Test { get; init; }
}
