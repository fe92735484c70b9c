using Fds.Contracts.Devices;
using Fds.Grains.Hosting;
using Orleans.Placement;
using Orleans.Runtime;

namespace Fds.Grains.Devices;

/// <summary>The face of one device slot of this silo: it holds nothing, the worker does.</summary>
[SiloPinned]
[KeepAlive]
[Immovable]
[GrainType("fds-device")]
internal sealed class DeviceGrain(DeviceSlots slots, ILocalSiloDetails silo) : Grain, IDeviceGrain
{
    private DeviceWorker Worker => slots[this.GetPrimaryKeyString()];

    public Task<StartReply> Start(WorkOrder order) => Task.FromResult(Worker.TryBegin(order));

    public Task Stop(WorkKey key, int attempt, string reason)
    {
        Worker.Stop(key, attempt, reason);
        return Task.CompletedTask;
    }

    public Task<DeviceStatus> GetStatus() => Task.FromResult(Worker.Status(silo.SiloAddress.ToParsableString()));
}
