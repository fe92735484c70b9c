using System.Runtime.InteropServices;

namespace Fds.Client.Streams;

/// <summary>What .NET does not tell of the process's standard streams: it passes over a reader that has gone, and over streams that were closed.</summary>
internal static class Descriptor
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;
    private const short Writable = 0x4;
    private const short Failed = 0x8;
    private const long CloseOnExec = 0x80000;

    /// <summary>
    /// Whether a descriptor is a stream that the process was started with. Where it was closed, the runtime has files of its own under its
    /// number by now, and those it never passes on to other programs.
    /// </summary>
    public static bool IsInherited(int descriptor)
    {
        try
        {
            string flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt64(flags["flags:".Length..].Trim(), 8) & CloseOnExec) == 0;
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidOperationException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Whether whatever read a stream has closed it.</summary>
    public static bool IsReaderGone(int descriptor)
    {
        PollEntry entry = new() { Descriptor = descriptor, Events = Writable };
        return Poll(ref entry, 1, 0) > 0 && (entry.Happened & Failed) != 0;
    }

    /// <summary>Writes all of the bytes.</summary>
    /// <exception cref="ReaderGoneException">Nobody reads them.</exception>
    /// <exception cref="IOException">The system refuses; <see cref="Exception.HResult"/> is its error number.</exception>
    public static void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint written = Write(descriptor, ref MemoryMarshal.GetReference(bytes), bytes.Length);
            int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            switch (error)
            {
                case 0:
                    bytes = bytes[(int)written..];
                    break;
                case Interrupted:
                    break;
                case TryAgain:
                    PollEntry entry = new() { Descriptor = descriptor, Events = Writable };
                    _ = Poll(ref entry, 1, -1);
                    break;
                case BrokenPipe:
                    throw new ReaderGoneException();
                default:
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
        }
    }

    [DllImport("libc.so.6", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, ref byte bytes, nint count);

    [DllImport("libc.so.6", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollEntry entry, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
