using Fds.Grains.Devices;

namespace Fds.Grains.Tests.Devices;

/// <summary>Says of every device what the test says.</summary>
internal sealed class FakeHealth : IDeviceHealth
{
    public string? Answer { get; set; }

    public string? Complaint(DeviceSlot slot) => Answer;
}
