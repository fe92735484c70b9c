using System.Globalization;
using Fds.Client.Rendering;

namespace Fds.Client.Faults;

/// <summary>Keeps all that is known of faults that nobody expected, for whoever looks into one: <c>fds/console.log</c> where a user's programs keep such things.</summary>
internal static class FaultLog
{
    private const long Longest = 1 << 20;

    private static string Folder
    {
        get
        {
            string? home = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.Combine(string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : home, "fds");
        }
    }

    /// <summary>Writes a fault down.</summary>
    /// <returns>The file; null where nothing can be written.</returns>
    public static string? Keep(Exception fault, TimeProvider time)
    {
        string file = Path.Combine(Folder, "console.log");
        try
        {
            Directory.CreateDirectory(Folder);
            if (new FileInfo(file) is { Exists: true, Length: > Longest })
            {
                File.Delete(file);
            }

            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{Words.Time(time.GetUtcNow())} {typeof(FaultLog).Assembly.GetName().Version}{Environment.NewLine}{fault}{Environment.NewLine}"));
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps the log of a silo that is about to go with its folder.</summary>
    /// <returns>The file; null where nothing can be written.</returns>
    public static string? Keep(string log)
    {
        string file = Path.Combine(Folder, Path.GetFileName(log));
        try
        {
            Directory.CreateDirectory(Folder);
            File.Copy(log, file, overwrite: true);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
