using Fds.Grains.Devices;
using Fds.Grains.Hosting;

namespace Fds.Grains.Tests.Studies;

/// <summary>Four CPU slots, whatever the host has.</summary>
internal sealed class FixedDevices : IDeviceDiscovery
{
    public IReadOnlyList<DeviceSlot> Find(FdsSiloOptions options) =>
        [.. Enumerable.Range(0, 4).Select(i => new DeviceSlot($"{options.SiloName}/{i}", Pools.Cpu, "cpu", 1))];
}
