using Orleans.Concurrency;

namespace Fds.Contracts.Scheduling;

/// <summary>The cluster at a glance. Key: 0.</summary>
[Alias("fds.IOverviewGrain")]
public interface IOverviewGrain : IGrainWithIntegerKey
{
    /// <summary>Silos, devices and queues as they stand.</summary>
    [Alias("Get")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:10")]
    Task<ClusterOverview> Get();
}
