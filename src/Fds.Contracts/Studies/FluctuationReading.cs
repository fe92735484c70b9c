namespace Fds.Contracts.Studies;

/// <summary>How one learned window's hypergradients fluctuate over seeds.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.FluctuationReading")]
public sealed record FluctuationReading
{
    /// <summary>Kind.</summary>
    [Id(0)]
    public required HyperparameterKind Kind { get; init; }

    /// <summary>Window, from 0.</summary>
    [Id(1)]
    public required int Window { get; init; }

    /// <summary>The value that every run used.</summary>
    [Id(2)]
    public required double Value { get; init; }

    /// <summary>Of the validation loss at the end of the run.</summary>
    [Id(3)]
    public required FluctuationSpread Full { get; init; }

    /// <summary>Of the validation loss right after each step, averaged over the window's steps.</summary>
    [Id(4)]
    public required FluctuationSpread Greedy { get; init; }
}
