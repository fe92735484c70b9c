using System.Runtime.InteropServices;

namespace Fds.Silo.Hosting;

/// <summary>The end of this process, come what may.</summary>
internal static class ProcessEnd
{
    /// <summary>Ends the process without waiting for anything of it: no thread, no lock and no handler of its end can hold that up.</summary>
    public static void Now(int code) => Exit(code);

    [DllImport("libc.so.6", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int code);
}
