using Fds.Core.Runtime;
using Fds.Grains.Hosting;
using TorchSharp;

namespace Fds.Grains.Devices;

/// <summary>One slot per CUDA device; where there is none, CPU slots as the settings say.</summary>
internal sealed class TorchDeviceDiscovery : IDeviceDiscovery
{
    public IReadOnlyList<DeviceSlot> Find(FdsSiloOptions options)
    {
        int cuda = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        return cuda > 0
            ? [.. Enumerable.Range(0, cuda).Select(i => new DeviceSlot($"{options.SiloName}/{i}", Pools.Cuda, $"cuda:{i}", Threads: 1, CudaDriver.MemoryBytes(i)))]
            : [.. Enumerable.Range(0, options.CpuSlots).Select(i => new DeviceSlot($"{options.SiloName}/{i}", Pools.Cpu, "cpu", options.CpuThreadsPerSlot))];
    }
}
