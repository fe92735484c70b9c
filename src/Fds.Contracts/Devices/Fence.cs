namespace Fds.Contracts.Devices;

/// <summary>Only the attempt that the study holds, bound to one run, may report.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.Fence")]
public sealed record Fence
{
    /// <summary>Attempt number, from 1.</summary>
    [Id(0)]
    public required int Attempt { get; init; }

    /// <summary>The run that the device began.</summary>
    [Id(1)]
    public required Guid RunId { get; init; }

    /// <summary>Which study of that name, as its order said: names can be used again, and extended studies begin anew. Empty: not told, and not asked for.</summary>
    [Id(2)]
    public Guid Incarnation { get; init; } = Guid.Empty;
}
