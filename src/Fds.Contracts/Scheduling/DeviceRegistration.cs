using System.Collections.Immutable;
using Fds.Contracts.Devices;

namespace Fds.Contracts.Scheduling;

/// <summary>A silo’s device slots of one pool, told to the scheduler every few seconds.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DeviceRegistration")]
public sealed record DeviceRegistration
{
    /// <summary>Silo name.</summary>
    [Id(0)]
    public required string SiloName { get; init; }

    /// <summary>Silo address, parsable.</summary>
    [Id(1)]
    public required string Silo { get; init; }

    /// <summary>Its slots of that pool.</summary>
    [Id(2)]
    public required ImmutableArray<DeviceStatus> Devices { get; init; }
}
