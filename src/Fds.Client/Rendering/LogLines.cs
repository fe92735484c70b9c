using System.Globalization;
using Fds.Contracts.Logs;

namespace Fds.Client.Rendering;

/// <summary>Lines of a log as text.</summary>
internal static class LogLines
{
    /// <summary>Time in UTC, level, silo and what was said.</summary>
    public static string Text(LogLine line) => $"{Head(line)} {line.Silo} {line.Message}";

    /// <summary>With the study and the event's number.</summary>
    public static string Wide(LogLine line) => $"{Head(line)} {line.Silo} {line.Study} {line.EventId} {line.Message}";

    private static string Head(LogLine line) => $"{line.At.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)} {Level(line.Level)}";

    private static string Level(LogLineLevel level) => level switch
    {
        LogLineLevel.Debug => "debug",
        LogLineLevel.Information => "info ",
        LogLineLevel.Warning => "warn ",
        LogLineLevel.Error => "error",
        _ => "crit ",
    };
}
