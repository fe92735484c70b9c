using System.Text.Json;

namespace Fds.Client.Connections;

/// <summary>The console's config file.</summary>
internal static class ConfigFile
{
    /// <summary>Where it is, if it is there: fds/config.json under XDG_CONFIG_HOME, else under ~/.config.</summary>
    public static string Location
    {
        get
        {
            string? home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
            string folder = string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config") : home;
            return Path.Combine(folder, "fds", "config.json");
        }
    }

    /// <summary>What it says; null where it is absent.</summary>
    /// <exception cref="ConsoleException">It cannot be read, or is no JSON.</exception>
    public static JsonElement? Read()
    {
        string path = Location;
        try
        {
            using JsonDocument config = JsonDocument.Parse(File.ReadAllText(path));
            return config.RootElement.Clone();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new ConsoleException(ExitCodes.Usage, $"the config file {path} is not valid JSON: the error is at line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.", e);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"the config file {path} cannot be read: {FileFault.Reason(e, path)}.", e);
        }
    }
}
