namespace Fds.Contracts.Verification;

/// <summary>What one way of computing hypergradients takes, in the study's own precision.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.VerifiedMode")]
public sealed record VerifiedMode
{
    /// <summary>Its name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Seconds an inner step; null where that is too short to tell, or the run did not complete.</summary>
    [Id(1)]
    public double? SecondsPerStep { get; init; }

    /// <summary>Bytes of tangents or kept states in the runs that were compared.</summary>
    [Id(2)]
    public long? Bytes { get; init; }

    /// <summary>The same over the study's own horizon.</summary>
    [Id(3)]
    public long? StudyBytes { get; init; }
}
