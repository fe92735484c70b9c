using System.Text.Json;
using Fds.Transport.Certificates;

namespace Fds.Client.Connections;

/// <summary>Which certificates the console uses, and who said so.</summary>
internal static class ClientCertificates
{
    /// <summary>What messages and options name the three files by: option, environment variable, member of the config file.</summary>
    public static readonly IReadOnlyList<(string Option, string Variable, string Member)> Names =
    [
        ("--tls-authority", "FDS_TLS_AUTHORITY", "authority"),
        ("--tls-certificate", "FDS_TLS_CERTIFICATE", "certificate"),
        ("--tls-key", "FDS_TLS_KEY", "key"),
    ];

    /// <summary>The files from the command line, else the environment, else the config file's member <c>tls</c>; null where none is named.</summary>
    /// <param name="options">The three options as given, in the order of <see cref="Names"/>.</param>
    /// <exception cref="ConsoleException">One of the three is missing.</exception>
    public static CertificatePaths? Resolve(IReadOnlyList<string?> options)
    {
        NamedFile?[] files = [.. Names.Select((name, i) => FromCommandLine(name.Option, options[i]) ?? FromEnvironment(name.Variable))];
        if (files.All(file => file is null))
        {
            files = FromConfig();
        }

        if (files.All(file => file is null))
        {
            return null;
        }

        string[] missing = [.. Names.Where((_, i) => files[i] is null).Select(name => $"{name.Option} ({name.Variable})")];
        return missing.Length == 0
            ? new(files[0]!, files[1]!, files[2]!)
            : throw new ConsoleException(ExitCodes.Usage, $"{files.First(file => file is not null)!.Setting} is set, but {string.Join(" and ", missing)} is not. TLS needs all three: authority, certificate and key.");
    }

    private static NamedFile? FromCommandLine(string option, string? path) => string.IsNullOrEmpty(path) ? null : new(option, path);

    private static NamedFile? FromEnvironment(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? new(variable, path) : null;

    private static NamedFile?[] FromConfig()
    {
        try
        {
            return ConfigFile.Read() is { } config && config.TryGetProperty("tls", out JsonElement tls) ? [.. Names.Select(name => InConfig(tls, name.Member, ConfigFile.Location))] : [null, null, null];
        }
        catch (InvalidOperationException e)
        {
            throw new ConsoleException(ExitCodes.Usage, $"{ConfigFile.Location}: expected \"tls\" to be {{\"authority\": FILE, \"certificate\": FILE, \"key\": FILE}}.", e);
        }
    }

    /// <summary>Relative paths in the config file are relative to its folder.</summary>
    private static NamedFile? InConfig(JsonElement tls, string member, string config) =>
        tls.TryGetProperty(member, out JsonElement path) && path.GetString() is { Length: > 0 } text ? new($"tls.{member} in {config}", Path.Combine(Path.GetDirectoryName(config)!, text)) : null;
}
