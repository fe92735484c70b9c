using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

/// <summary>Ends the process when a device of it can compute no more: only another process can use the device again.</summary>
internal sealed partial class DeviceLoss(IHostApplicationLifetime life, ILogger<DeviceLoss> log)
{
    /// <summary>What the process ends with.</summary>
    public const int ExitCode = 3;

    /// <summary>Whether a device was lost.</summary>
    public bool HasOccurred { get; private set; }

    /// <summary>Stops the silo, whose other runs are handed back as at any stop. Can be told several times.</summary>
    /// <param name="slot">The slot whose device is lost.</param>
    /// <param name="why">What the device answers.</param>
    public void Tell(DeviceSlot slot, string why)
    {
        LogLost(slot.Device, slot.Key, why, ExitCode);
        HasOccurred = true;
        life.StopApplication();
    }
}
