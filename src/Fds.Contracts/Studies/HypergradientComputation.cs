namespace Fds.Contracts.Studies;

/// <summary>How a study's hypergradients are computed, and why so.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.HypergradientComputation")]
public sealed record HypergradientComputation
{
    /// <summary>Forward or reverse.</summary>
    [Id(0)]
    public required HypergradientMode Mode { get; init; }

    /// <summary>Why, in words.</summary>
    [Id(1)]
    public required string Reason { get; init; }

    /// <summary>Which states are kept; null in forward mode, and in reverse mode before a device has chosen.</summary>
    [Id(2)]
    public ReverseMemory? Memory { get; init; }

    /// <summary>Bytes of the kept states, or of the tangents in forward mode; null before that is known.</summary>
    [Id(3)]
    public long? Bytes { get; init; }

    /// <summary>Cost of an inner step in gradient steps, mean over the run.</summary>
    [Id(4)]
    public required double CostPerStep { get; init; }
}
