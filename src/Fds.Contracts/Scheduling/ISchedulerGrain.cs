using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Orleans.Concurrency;

namespace Fds.Contracts.Scheduling;

/// <summary>Matches work with free devices. Key: the pool. Soft state: devices register and studies enqueue again every few seconds.</summary>
[Alias("fds.ISchedulerGrain")]
public interface ISchedulerGrain : IGrainWithStringKey
{
    /// <summary>A silo's devices as they stand.</summary>
    [Alias("Register")]
    [ResponseTimeout("00:00:05")]
    Task Register(DeviceRegistration registration);

    /// <summary>Work that waits; an order with the same key replaces the one before it.</summary>
    [Alias("Enqueue")]
    [ResponseTimeout("00:00:05")]
    Task Enqueue(ImmutableArray<WorkOrder> orders);

    /// <summary>Drops all waiting work of a study.</summary>
    [Alias("Forget")]
    [ResponseTimeout("00:00:05")]
    Task Forget(string study);

    /// <summary>A device has become free.</summary>
    [Alias("DeviceFree")]
    Task DeviceFree(string device);

    /// <summary>Why a study's work waits.</summary>
    [Alias("Explain")]
    [AlwaysInterleave]
    [ResponseTimeout("00:00:05")]
    Task<WaitReport> Explain(string study);

    /// <summary>Devices and queue.</summary>
    [Alias("GetStatus")]
    [AlwaysInterleave]
    Task<PoolStatus> GetStatus();
}
