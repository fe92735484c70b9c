using System.Net;
using System.Text.Json;
using Fds.Transport.Certificates;

namespace Fds.Client.Connections;

/// <summary>Where the cluster is, and who said so.</summary>
/// <param name="Gateway">The gateway's address.</param>
/// <param name="Source">Where the address comes from, for messages.</param>
internal sealed record ClusterAddress(IPEndPoint Gateway, string Source)
{
    private const int DefaultPort = 30000;

    /// <summary>The certificates to connect with; null: without TLS.</summary>
    public CertificatePaths? Certificates { get; init; }

    /// <summary>The address from the command line, the environment variable FDS_CLUSTER, the config file or loopback, in this order.</summary>
    /// <exception cref="ConsoleException">It is no address.</exception>
    public static ClusterAddress Resolve(string? option)
    {
        if (option is not null)
        {
            return new(Parse(option, "--cluster"), "--cluster");
        }

        if (Environment.GetEnvironmentVariable("FDS_CLUSTER") is { Length: > 0 } variable)
        {
            return new(Parse(variable, "FDS_CLUSTER"), "the environment variable FDS_CLUSTER");
        }

        string config = ConfigFile();
        return File.Exists(config) ? new(Parse(ReadConfig(config), config), config) : new(new(IPAddress.Loopback, DefaultPort), "the default");
    }

    internal static string ConfigFile()
    {
        string? home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        string folder = string.IsNullOrEmpty(home) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config") : home;
        return Path.Combine(folder, "fds", "config.json");
    }

    private static string ReadConfig(string path)
    {
        try
        {
            using JsonDocument config = JsonDocument.Parse(File.ReadAllText(path));
            return config.RootElement.GetProperty("cluster").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ConsoleException(ExitCodes.Usage, $"{path}: expected {{\"cluster\": \"HOST:PORT\"}}.", e);
        }
    }

    private static IPEndPoint Parse(string text, string source)
    {
        if (IPEndPoint.TryParse(text, out IPEndPoint? endpoint))
        {
            return new(endpoint.Address, endpoint.Port == 0 ? DefaultPort : endpoint.Port);
        }

        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        int port = DefaultPort;
        if (host.Length == 0 || (colon >= 0 && (!int.TryParse(text[(colon + 1)..], out port) || port is < 1 or > 65535)))
        {
            throw new ConsoleException(ExitCodes.Usage, $"{source}: found '{text}'; expected HOST:PORT.");
        }

        try
        {
            return new(Dns.GetHostAddresses(host).First(), port);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            throw new ConsoleException(ExitCodes.Unreachable, $"{source}: the host '{host}' is not known.", e);
        }
    }
}
