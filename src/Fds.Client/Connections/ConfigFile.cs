using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fds.Client.Connections;

/// <summary>The console's config file.</summary>
internal static class ConfigFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    /// <summary>Writes it anew, or removes it where nothing is left of it; a console that reads it meanwhile reads the old one or the new one.</summary>
    /// <exception cref="ConsoleException">It cannot be written.</exception>
    public static void Write(JsonObject config)
    {
        string path = Location;
        string next = $"{path}.{Guid.NewGuid():N}";
        try
        {
            if (config.Count == 0)
            {
                File.Delete(path);
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(next, config.ToJsonString(Indented) + "\n");
            File.Move(next, path, overwrite: true);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"the config file {path} cannot be written: {FileFault.Reason(e, path)}.", e);
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
