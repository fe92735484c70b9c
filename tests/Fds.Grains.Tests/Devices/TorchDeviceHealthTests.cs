using Fds.Grains.Devices;
using Fds.Testing;
using Xunit;

namespace Fds.Grains.Tests.Devices;

public sealed class TorchDeviceHealthTests
{
    [Fact]
    public void Complaint_OfTheProcessor_IsNone() => Assert.Null(new TorchDeviceHealth().Complaint(new("s/0", "cpu", "cpu", 1)));

    [Fact]
    public void Complaint_OfADeviceThatComputes_IsNone() => Assert.Null(TorchDeviceHealth.Complaint(() => { }));

    [Theory]
    [InlineData("CUDA error: device-side assert triggered\nCUDA kernel errors might be asynchronously reported at some other API call", "CUDA error: device-side assert triggered")]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB", null)]
    public void Complaint_OfADeviceThatFails_IsItsFirstLineUnlessItIsOnlyFull(string message, string? expected)
    {
        string? complaint = TorchDeviceHealth.Complaint(() => throw new TorchFault(message));

        if (expected is null)
        {
            Assert.Null(complaint);
        }
        else
        {
            Assert.StartsWith(expected, complaint, StringComparison.Ordinal);
        }
    }
}
