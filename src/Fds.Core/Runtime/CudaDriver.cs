using System.Runtime.InteropServices;

namespace Fds.Core.Runtime;

/// <summary>The few words with NVIDIA's driver that libtorch has no name for in .NET.</summary>
public static class CudaDriver
{
    private const string Library = "libcuda.so.1";

    private delegate int Initialise(uint flags);

    private delegate int Get(out int device, int ordinal);

    private delegate int Total(out nuint bytes, int device);

    /// <summary>Memory of a CUDA device in bytes; null where there is no driver or no such device.</summary>
    /// <param name="ordinal">The device's number, from 0, as libtorch counts.</param>
    public static long? MemoryBytes(int ordinal)
    {
        if (!NativeLibrary.TryLoad(Library, out nint driver))
        {
            return null;
        }

        bool asked = Function<Initialise>(driver, "cuInit") is { } initialise && Function<Get>(driver, "cuDeviceGet") is not null && initialise(0) == 0;
        return asked
            && Function<Get>(driver, "cuDeviceGet")!(out int device, ordinal) == 0
            && Function<Total>(driver, "cuDeviceTotalMem_v2") is { } total
            && total(out nuint bytes, device) == 0
            ? (long)bytes
            : null;
    }

    private static T? Function<T>(nint library, string name)
        where T : Delegate => NativeLibrary.TryGetExport(library, name, out nint address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}
