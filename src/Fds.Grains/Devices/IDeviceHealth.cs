namespace Fds.Grains.Devices;

/// <summary>Whether devices still compute.</summary>
internal interface IDeviceHealth
{
    /// <summary>Why a device can no longer compute, on one line; null if it can. Called after a fault, on the slot's thread.</summary>
    string? Complaint(DeviceSlot slot);
}
