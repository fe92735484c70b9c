using System.Runtime.InteropServices;

namespace Fds.Core.Runtime;

/// <summary>Pages of memory directly from Linux, so that freed pages really return to the system.</summary>
internal static class SystemMemory
{
    private const int ReadAndWrite = 3;
    private const int PrivateAndAnonymous = 0x22;
    private const int HugePages = 14;
    private const nint Failed = -1;
    private const nuint HugePage = 2 << 20;

    /// <summary>Fresh pages, all zero; 0 where there are none. Those of big blocks may be huge ones, of which fewer must be found.</summary>
    public static nint Take(nuint bytes)
    {
        nint block = MMap(0, bytes, ReadAndWrite, PrivateAndAnonymous, -1, 0);
        if (block == Failed)
        {
            return 0;
        }

        if (bytes >= HugePage)
        {
            // Only a wish: where the system has no huge pages, nothing is different.
            _ = MAdvise(block, bytes, HugePages);
        }

        return block;
    }

    /// <summary>Gives pages back.</summary>
    public static void Release(nint block, nuint bytes) => _ = MUnmap(block, bytes);

    [DllImport("libc.so.6", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint MMap(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [DllImport("libc.so.6", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MUnmap(nint address, nuint bytes);

    [DllImport("libc.so.6", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MAdvise(nint address, nuint bytes, int advice);
}
