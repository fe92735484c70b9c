using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fds.Client.Connections;

/// <summary>The settings of the config file by their names.</summary>
internal static class ConfigSettings
{
    private const string Cluster = "cluster";
    private const string Tls = "tls";

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Cluster, .. ClientCertificates.Names.Select(name => $"{Tls}.{name.Member}")];

    /// <summary>What the config file says of each; null of one that it does not have.</summary>
    /// <exception cref="ConsoleException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string?> Read()
    {
        JsonObject config = File();
        return Names.ToDictionary(name => name, name => Holder(config, name, make: false)?[Member(name)]?.ToString());
    }

    /// <summary>Writes one of them; everything else in the file stays.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; null removes it.</param>
    /// <exception cref="ConsoleException">The value is not allowed, or the file cannot be read or written.</exception>
    public static void Write(string name, string? value)
    {
        JsonObject config = File();
        JsonObject holder = Holder(config, name, make: true)!;
        if (value is null)
        {
            holder.Remove(Member(name));
            if (holder.Count == 0 && holder != config)
            {
                config.Remove(Tls);
            }
        }
        else
        {
            holder[Member(name)] = name == Cluster ? Address(value) : ExistingFile(name, value);
        }

        ConfigFile.Write(config);
    }

    private static JsonObject File() => ConfigFile.Read() switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } config => JsonObject.Create(config)!,
        _ => throw new ConsoleException(ExitCodes.Usage, $"the config file {ConfigFile.Location} is not valid: expected an object such as {{\"cluster\": \"HOST:PORT\"}}."),
    };

    private static JsonObject? Holder(JsonObject config, string name, bool make)
    {
        if (name == Cluster)
        {
            return config;
        }

        if (config[Tls] is not JsonObject && make)
        {
            config[Tls] = new JsonObject();
        }

        return config[Tls] as JsonObject;
    }

    private static string Member(string name) => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string Address(string value) => ClusterAddress.Complaint(value) is { } complaint
        ? throw new ConsoleException(ExitCodes.Usage, $"{Cluster}: found '{value}'; {complaint}.")
        : value;

    private static string ExistingFile(string name, string value) => System.IO.File.Exists(value)
        ? Path.GetFullPath(value)
        : throw new ConsoleException(ExitCodes.Usage, $"{name}: found '{value}'; expected an existing PEM file.");
}
