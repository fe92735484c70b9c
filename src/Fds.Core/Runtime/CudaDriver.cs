using System.Runtime.InteropServices;

namespace Fds.Core.Runtime;

/// <summary>The few words with NVIDIA's driver that libtorch has no name for in .NET.</summary>
public static class CudaDriver
{
    private const string Library = "libcuda.so.1";

    private delegate int Initialise(uint flags);

    private delegate int Get(out int device, int ordinal);

    private delegate int Total(out nuint bytes, int device);

    private delegate int ContextState(int device, out uint flags, out int active);

    private delegate int Retain(out nint context, int device);

    private delegate int Release(int device);

    private delegate int Push(nint context);

    private delegate int Pop(out nint context);

    private delegate int Memory(out nuint free, out nuint total);

    /// <summary>Whether this process finds the driver's library.</summary>
    public static bool IsThere => NativeLibrary.TryLoad(Library, out _);

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

    /// <summary>Bytes free on a device; null where that is not known.</summary>
    /// <param name="ordinal">The device's number, from 0, as libtorch counts.</param>
    public static long? FreeMemoryBytes(int ordinal) => MemoryBytes(ordinal) - (UsedMemoryBytes(ordinal) ?? 0);

    /// <summary>
    /// Memory of a CUDA device that is in use, by anyone, in bytes; null where there is no driver or no such device, and before this
    /// process has used it: to ask would take memory of it.
    /// </summary>
    /// <param name="ordinal">The device's number, from 0, as libtorch counts.</param>
    public static long? UsedMemoryBytes(int ordinal)
    {
        if (!NativeLibrary.TryLoad(Library, out nint driver)
            || Function<Get>(driver, "cuDeviceGet") is not { } get
            || Function<ContextState>(driver, "cuDevicePrimaryCtxGetState") is not { } state
            || get(out int device, ordinal) != 0
            || state(device, out _, out int active) != 0
            || active == 0)
        {
            return null;
        }

        return InContext(driver, device, () => Function<Memory>(driver, "cuMemGetInfo_v2") is { } memory && memory(out nuint free, out nuint total) == 0 ? (long?)(total - free) : null);
    }

    /// <summary>Asks something of a device in the context that libtorch uses, and leaves the calling thread as it was.</summary>
    private static long? InContext(nint driver, int device, Func<long?> ask)
    {
        if (Function<Retain>(driver, "cuDevicePrimaryCtxRetain") is not { } retain || retain(out nint context, device) != 0)
        {
            return null;
        }

        try
        {
            if (Function<Push>(driver, "cuCtxPushCurrent_v2") is not { } push || push(context) != 0)
            {
                return null;
            }

            long? answer = ask();
            Function<Pop>(driver, "cuCtxPopCurrent_v2")?.Invoke(out _);
            return answer;
        }
        finally
        {
            Function<Release>(driver, "cuDevicePrimaryCtxRelease_v2")?.Invoke(device);
        }
    }

    private static T? Function<T>(nint library, string name)
        where T : Delegate => NativeLibrary.TryGetExport(library, name, out nint address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
}
