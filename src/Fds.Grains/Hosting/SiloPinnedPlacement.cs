using Orleans.Runtime;

namespace Fds.Grains.Hosting;

/// <summary>
/// Placement as a pure function of the key. It uses no grain directory: there is nothing to look up, and so nothing to lose when
/// another silo dies. The alias is from when only devices were placed so.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.DevicePinnedPlacement")]
internal sealed class SiloPinnedPlacement : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}
