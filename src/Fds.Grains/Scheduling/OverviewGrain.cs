using Fds.Contracts.Scheduling;
using Fds.Grains.Devices;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Fds.Grains.Scheduling;

/// <summary>Combines the membership with the schedulers' pools.</summary>
[StatelessWorker(1)]
[GrainType("fds-overview")]
internal sealed class OverviewGrain(IClusterMembershipService membership, TimeProvider time) : Grain, IOverviewGrain
{
    public async Task<ClusterOverview> Get()
    {
        PoolStatus[] pools = await Task.WhenAll(Pools.All.Select(pool => GrainFactory.GetGrain<ISchedulerGrain>(pool).GetStatus()));
        return new()
        {
            At = time.GetUtcNow(),
            Silos =
            [
                .. from member in membership.CurrentSnapshot.Members.Values
                   where member.Status != SiloStatus.Dead
                   orderby member.Name, member.SiloAddress.ToParsableString()
                   select new SiloSummary { Name = member.Name, Address = member.SiloAddress.ToParsableString(), Status = member.Status.ToString() },
            ],
            Pools = [.. pools.Where(pool => !pool.Devices.IsEmpty || pool.QueueLength > 0)],
        };
    }
}
