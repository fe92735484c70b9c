using System.Runtime.InteropServices;
using TorchSharp;

namespace Fds.Core.Runtime;

/// <summary>The native side: whether it loads, how many threads it uses, how it gets memory.</summary>
public static class TorchRuntime
{
    private const int FastBinMaximum = 1;
    private const int MmapMaximum = -4;
    private const int ArenaMaximum = -8;
    private const int TrimThreshold = -1;
    private const int KeepBelow = 1 << 30;

    /// <summary>Version of libtorch.</summary>
    public static string LibtorchVersion => torch.__version__.Split('.') is [var major, var minor, var patch, ..] ? $"{major}.{minor}.{patch}" : torch.__version__;

    /// <summary>Version of TorchSharp.</summary>
    public static string TorchSharpVersion => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Loads libtorch, or says why it does not load and what to do.</summary>
    /// <exception cref="FdsException">The native library is missing or the host lacks something that it needs.</exception>
    public static void EnsureLoads()
    {
        try
        {
            using torch.Tensor probe = torch.ones(1);
        }
        catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException or BadImageFormatException)
        {
            throw new FdsException(NativeLibraryDiagnosis.Describe(AppContext.BaseDirectory), e);
        }
    }

    /// <summary>
    /// Lets glibc keep freed memory instead of handing big tensors back to the system after every step, which would cost a page
    /// fault for each page of each of them. Has no effect elsewhere.
    /// </summary>
    public static void KeepFreedMemory()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "mallopt", out _))
        {
            // Off: maps of their own for big blocks, one heap per thread, and keeping small fragments between big blocks from merging.
            _ = MallOpt(MmapMaximum, 0);
            _ = MallOpt(ArenaMaximum, 1);
            _ = MallOpt(FastBinMaximum, 0);
            _ = MallOpt(TrimThreshold, KeepBelow);
        }
    }

    /// <summary>Hands memory that was freed and kept back to the system. Has no effect where there is no glibc.</summary>
    public static void GiveBackMemory()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "malloc_trim", out _))
        {
            // What finalisers still hold of native memory is part of it.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _ = MallocTrim(0);
        }
    }

    /// <summary>Threads that one operation of the calling thread uses. Results are the same to the last bit only for the same number.</summary>
    public static void UseThreads(int count) => torch.set_num_threads(count);

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);

    [DllImport("libc.so.6", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nuint pad);
}
