using System.Runtime.InteropServices;

namespace Fds.Core.Runtime;

/// <summary>
/// Work that gives way: on a machine with few cores the numerics leave room for what keeps a cluster together. .NET's own thread
/// priorities do nothing on Linux, where each thread has a nice value of its own and hands it on to those that it starts.
/// </summary>
public static class LowPriority
{
    private const int Process = 0;
    private const int ThisThread = 0;
    private const int Nice = 10;

    /// <summary>Lowers the priority of the calling thread, and of those that libtorch will start for it, for good.</summary>
    public static void OfThisThread()
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        if (OperatingSystem.IsLinux() && GetPriority(Process, ThisThread) < Nice)
        {
            _ = SetPriority(Process, ThisThread, Nice);
        }
    }

    [DllImport("libc.so.6", EntryPoint = "getpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPriority(int which, int who);

    [DllImport("libc.so.6", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
