using Orleans.Concurrency;

namespace Fds.Contracts.Devices;

/// <summary>The face of one device slot. Key: silo name, slash, ordinal. Placed on that silo and no other.</summary>
[Alias("fds.IDeviceGrain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>Begins a work order, or says why not. Never waits for a run.</summary>
    [Alias("Start")]
    [ResponseTimeout("00:00:10")]
    Task<StartReply> Start(WorkOrder order);

    /// <summary>Stops an attempt (or any earlier one) of this work, if it runs here.</summary>
    [Alias("Stop")]
    Task Stop(WorkKey key, int attempt, string reason);

    /// <summary>What runs here.</summary>
    [Alias("GetStatus")]
    [AlwaysInterleave]
    Task<DeviceStatus> GetStatus();
}
