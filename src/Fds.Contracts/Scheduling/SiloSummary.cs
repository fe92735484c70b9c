namespace Fds.Contracts.Scheduling;

/// <summary>One silo.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.SiloSummary")]
public sealed record SiloSummary
{
    /// <summary>Name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Address, parsable.</summary>
    [Id(1)]
    public required string Address { get; init; }

    /// <summary>What the membership says of it, e.g. Active or ShuttingDown.</summary>
    [Id(2)]
    public required string Status { get; init; }
}
