using System.Runtime.InteropServices;

namespace Fds.Silo.Hosting;

/// <summary>Ends this process unconditionally.</summary>
internal static class ProcessEnd
{
    /// <summary>Ends the process at once. No thread, lock or exit handler can delay that.</summary>
    public static void Now(int code) => Exit(code);

    [DllImport("libc.so.6", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int code);
}
