using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Runtime;

/// <summary>Small numbers on their way from the host to a device, without the host waiting for the device.</summary>
internal static class HostTransfer
{
    /// <summary>
    /// A tensor of the host on a device. A copy to a GPU goes through memory that the GPU reads by itself: from any other, the call
    /// would not return before all that the device still has to do is done.
    /// </summary>
    /// <param name="host">A tensor on the CPU; not changed.</param>
    /// <param name="device">Where it is wanted.</param>
    public static Tensor To(this Tensor host, Device device)
    {
        if (device.type == DeviceType.CPU)
        {
            return host.alias();
        }

        // libtorch's allocator of such memory hands it out again only when the copy is done.
        using Tensor readable = host.pin_memory();
        return readable.to(device, non_blocking: true);
    }
}
