using Fds.Grains.Devices;
using Fds.Grains.Hosting;

namespace Fds.Grains.Tests.Studies;

/// <summary>Four CPU slots, whatever the host has.</summary>
internal sealed class FixedDevices : IDeviceDiscovery
{
    public const int Count = 4;

    public IReadOnlyList<DeviceSlot> Find(FdsSiloOptions options) =>
        [.. Enumerable.Range(0, Count).Select(i => new DeviceSlot($"{options.SiloName}/{i}", Pools.Cpu, "cpu", 1))];
}
