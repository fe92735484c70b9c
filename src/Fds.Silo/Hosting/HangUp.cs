using System.Globalization;
using System.Runtime.InteropServices;

namespace Fds.Silo.Hosting;

/// <summary>Makes the end of a terminal (SIGHUP) stop a silo as SIGTERM does, unless whoever started it had that ignored, as nohup does.</summary>
internal static class HangUp
{
    private const string Ignored = "SigIgn:";
    private const ulong Bit = 1;

    /// <summary>Makes SIGHUP stop the silo until the result is disposed of.</summary>
    public static IDisposable? Stops(IHostApplicationLifetime life) => IsIgnored(File.ReadLines("/proc/self/status")) ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        life.StopApplication();
    });

    /// <summary>Whether the first signal, which SIGHUP is, is among those that a process ignores.</summary>
    internal static bool IsIgnored(IEnumerable<string> status) =>
        status.FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal)) is { } line
        && ulong.TryParse(line.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask)
        && (mask & Bit) != 0;
}
