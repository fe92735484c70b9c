namespace Fds.Contracts.Devices;

/// <summary>A device’s answer to a work order.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StartReply")]
public sealed record StartReply
{
    /// <summary>Answer.</summary>
    [Id(0)]
    public required StartCode Code { get; init; }

    /// <summary>What runs there now.</summary>
    [Id(1)]
    public WorkKey? Current { get; init; }
}
