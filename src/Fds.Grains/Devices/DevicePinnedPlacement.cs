using Orleans.Runtime;

namespace Fds.Grains.Devices;

/// <summary>
/// Placement as a pure function of the key. It uses no grain directory: there is nothing to look up, and so nothing to lose when
/// another silo dies.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DevicePinnedPlacement")]
internal sealed class DevicePinnedPlacement : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}
