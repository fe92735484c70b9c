using Fds.Core;
using Fds.Core.Runtime;
using Fds.Grains.Hosting;
using TorchSharp;

namespace Fds.Grains.Devices;

/// <summary>
/// Finds the device slots by the settings: slots of every CUDA device, or CPU slots if there is no CUDA device or the settings ask for the
/// CPU.
/// </summary>
internal sealed class TorchDeviceDiscovery : IDeviceDiscovery
{
    /// <exception cref="FdsException">The settings ask for CUDA devices, and none can be used.</exception>
    public IReadOnlyList<DeviceSlot> Find(FdsSiloOptions options) => Slots(options, torch.cuda.is_available() ? torch.cuda.device_count() : 0);

    /// <summary>The slots of a host on which libtorch can use so many CUDA devices.</summary>
    /// <exception cref="FdsException">The settings ask for CUDA devices, and there are none.</exception>
    public static IReadOnlyList<DeviceSlot> Slots(FdsSiloOptions options, int cuda)
    {
        if (options.Device == Pools.Cuda && cuda == 0)
        {
            throw new FdsException($"{FdsSiloOptions.Section}:{nameof(FdsSiloOptions.Device)} is {Pools.Cuda}, but libtorch finds no CUDA device that it can use: {WhyNone()} Fix that, or remove the setting to compute on the CPU.");
        }

        return cuda > 0 && options.Device != Pools.Cpu
            ? [.. Enumerable.Range(0, cuda * options.SlotsPerGpu).Select(i => OnCard(options, i, i / options.SlotsPerGpu))]
            : [.. Enumerable.Range(0, options.CpuSlots).Select(i => new DeviceSlot($"{options.SiloName}/{i}", Pools.Cpu, "cpu", options.CpuThreadsPerSlot) { Sharing = options.CpuSlots })];
    }

    private static DeviceSlot OnCard(FdsSiloOptions options, int slot, int card) =>
        new($"{options.SiloName}/{slot}", Pools.Cuda, $"cuda:{card}", Threads: 1, CudaDriver.MemoryBytes(card)) { Sharing = options.SlotsPerGpu };

    private static string WhyNone() => CudaDriver.IsThere
        ? "the driver is there, so either this program's libtorch is the one for CPUs ('images/build cuda' makes the other) or no device was given to this process."
        : "the driver's library libcuda.so.1 does not load. In a container it comes from NVIDIA's runtime (runtimeClassName) or lies in a folder that LD_LIBRARY_PATH must name.";
}
