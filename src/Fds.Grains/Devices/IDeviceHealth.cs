namespace Fds.Grains.Devices;

/// <summary>Whether devices still compute.</summary>
internal interface IDeviceHealth
{
    /// <summary>Why a device can compute no more, on one line; null where it can. Asked after a fault, on the slot's thread.</summary>
    string? Complaint(DeviceSlot slot);
}
