using Fds.Grains.Hosting;

namespace Fds.Grains.Devices;

/// <summary>Finds the device slots of this host.</summary>
internal interface IDeviceDiscovery
{
    /// <summary>The slots, in order of their ordinals.</summary>
    IReadOnlyList<DeviceSlot> Find(FdsSiloOptions options);
}
