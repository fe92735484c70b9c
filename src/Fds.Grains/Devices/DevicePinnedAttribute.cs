using Orleans.Placement;

namespace Fds.Grains.Devices;

/// <summary>Places a device grain on the silo that its key names, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DevicePinnedAttribute() : PlacementAttribute(new DevicePinnedPlacement());
