using Orleans.Placement;

namespace Fds.Grains.Hosting;

/// <summary>Places a grain on the silo that its key names, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloPinnedAttribute() : PlacementAttribute(new SiloPinnedPlacement());
