using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>A group of a network's parameters that has schedules of its own.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ParameterGroup")]
public sealed record ParameterGroup
{
    /// <summary>Name, unique in the study.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Names of its parameters, in the network's order.</summary>
    [Id(1)]
    public required ImmutableArray<string> Parameters { get; init; }
}
