using System.Runtime.InteropServices;

namespace Fds.Testing;

/// <summary>What TorchSharp throws when libtorch fails, with words of the test's choice.</summary>
/// <param name="message">What libtorch says.</param>
public sealed class TorchFault(string message) : ExternalException(message)
{
    /// <summary>A card is full.</summary>
    public static TorchFault OutOfMemory() => new("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB of which 1.03 GiB is free.\nException raised from malloc");

    /// <summary>What CUDA answers from then on to every call of the process.</summary>
    public static TorchFault IllegalAddress() => new("CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported at some other API call.");
}
