using Fds.Core;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Xunit;

namespace Fds.Grains.Tests.Devices;

public sealed class TorchDeviceDiscoveryTests
{
    [Theory]
    [InlineData(null, 2, "s/0 cuda:0, s/1 cuda:1")]
    [InlineData(null, 0, "s/0 cpu, s/1 cpu, s/2 cpu")]
    [InlineData("cuda", 1, "s/0 cuda:0")]
    [InlineData("cpu", 2, "s/0 cpu, s/1 cpu, s/2 cpu")]
    [InlineData("cpu", 0, "s/0 cpu, s/1 cpu, s/2 cpu")]
    public void Slots_OfAHost_AreItsCudaDevicesUnlessTheSettingsAskForTheProcessor(string? device, int cuda, string expected) =>
        Assert.Equal(expected, string.Join(", ", TorchDeviceDiscovery.Slots(Options(device), cuda).Select(slot => $"{slot.Key} {slot.Device}")));

    [Fact]
    public void Slots_WhereSeveralShareACard_AreNumberedOnAndShareItsMemory()
    {
        FdsSiloOptions options = Options(null);
        options.SlotsPerGpu = 2;
        IReadOnlyList<DeviceSlot> slots = TorchDeviceDiscovery.Slots(options, 2);

        Assert.Equal("s/0 cuda:0 2, s/1 cuda:0 2, s/2 cuda:1 2, s/3 cuda:1 2", string.Join(", ", slots.Select(slot => $"{slot.Key} {slot.Device} {slot.Sharing}")));
    }

    [Fact]
    public void Slots_WhereCudaIsAskedForAndMissing_AreRefusedWithWhatToMend()
    {
        string message = Assert.Throws<FdsException>(() => TorchDeviceDiscovery.Slots(Options("cuda"), 0)).Message;

        Assert.StartsWith("Fds:Device is cuda, but libtorch finds no CUDA device that it can use: ", message, StringComparison.Ordinal);
    }

    private static FdsSiloOptions Options(string? device) => new() { SiloName = "s", Device = device, Slots = 3 };
}
