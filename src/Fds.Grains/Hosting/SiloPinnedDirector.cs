using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace Fds.Grains.Hosting;

/// <summary>Key <c>silo/part</c> → the newest active silo of that name; refuses where there is none.</summary>
internal sealed class SiloPinnedDirector(IClusterMembershipService membership) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        string key = target.GrainIdentity.Key.ToString()!;
        int slash = key.LastIndexOf('/');
        string name = slash > 0 ? key[..slash] : throw new OrleansException($"Expected a key of the form silo/part, but got '{key}'.");
        SiloAddress[] compatible = context.GetCompatibleSilos(target);
        SiloAddress? newest = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && member.Name == name && compatible.Contains(member.SiloAddress))
            .Select(member => member.SiloAddress)
            .MaxBy(address => address.Generation);
        return newest is not null ? Task.FromResult(newest) : throw new OrleansException($"No active silo is named '{name}', which '{key}' belongs to.");
    }
}
