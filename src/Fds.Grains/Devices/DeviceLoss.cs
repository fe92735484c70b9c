using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fds.Grains.Devices;

/// <summary>Ends the process when a device of it can compute no more: only another process can use the device again.</summary>
internal sealed partial class DeviceLoss(IHostApplicationLifetime life, ILogger<DeviceLoss> log)
{
    /// <summary>The exit code of the process.</summary>
    public const int ExitCode = 3;

    /// <summary>Whether a device was lost.</summary>
    public bool HasOccurred { get; private set; }

    /// <summary>Stops the silo; its other runs are handed back as at any stop. Can be called several times.</summary>
    /// <param name="slot">The slot whose device is lost.</param>
    /// <param name="why">The device's answer.</param>
    public void Tell(DeviceSlot slot, string why)
    {
        LogLost(slot.Device, slot.Key, why, ExitCode);
        HasOccurred = true;
        life.StopApplication();
    }
}
