using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Fds.Transport.Certificates;

namespace Fds.Client.Connections;

/// <summary>Where the cluster is, and who said so.</summary>
/// <param name="Names">HOST:PORT, or several of them separated by commas.</param>
/// <param name="Source">Where the names come from, for messages.</param>
/// <exception cref="ConsoleException">They are no addresses, or lead to none.</exception>
internal sealed record ClusterAddress(string Names, string Source)
{
    private const int DefaultPort = 30000;
    private const string DefaultId = "fds";

    private static string NamedId => Environment.GetEnvironmentVariable("FDS_CLUSTER_ID") is { Length: > 0 } named ? named : DefaultId;

    /// <summary>The gateways' addresses, at least one: whichever of them live are used.</summary>
    public ImmutableArray<IPEndPoint> Gateways { get; } = ParseAll(Names, Source);

    /// <summary>The cluster's name, which its silos have as Fds:Cluster:Id.</summary>
    public string ClusterId { get; init; } = DefaultId;

    /// <summary>The certificates to connect with; null: without TLS.</summary>
    public CertificatePaths? Certificates { get; init; }

    /// <summary>The address from the command line, the environment variable FDS_CLUSTER, the config file or loopback, in this order.</summary>
    /// <exception cref="ConsoleException">It is no address.</exception>
    public static ClusterAddress Resolve(string? option) => option is null
        ? Named() ?? new($"{IPAddress.Loopback}:{DefaultPort}", "the default") { ClusterId = NamedId }
        : new(option, "--cluster") { ClusterId = NamedId };

    /// <summary>The address that the environment variable FDS_CLUSTER or the config file names; null where neither does.</summary>
    /// <exception cref="ConsoleException">It is no address.</exception>
    public static ClusterAddress? Named() =>
        Environment.GetEnvironmentVariable("FDS_CLUSTER") is { Length: > 0 } variable ? new(variable, "the environment variable FDS_CLUSTER") { ClusterId = NamedId } :
        ConfigFile.Read() is { } config && !NamesCertificatesAlone(config) ? new(InConfig(config), ConfigFile.Location) { ClusterId = NamedId } : null;

    /// <summary>Where the names lead now: silos that were replaced are at other addresses.</summary>
    public ImmutableArray<IPEndPoint> LookUp() => ParseAll(Names, Source);

    /// <summary>The gateways, as a message names them.</summary>
    public override string ToString() => string.Join(", ", Gateways);

    private static bool NamesCertificatesAlone(JsonElement config) => config.ValueKind == JsonValueKind.Object && !config.TryGetProperty("cluster", out _) && config.TryGetProperty("tls", out _);

    private static string InConfig(JsonElement config)
    {
        try
        {
            return config.GetProperty("cluster").GetString() ?? "";
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new ConsoleException(ExitCodes.Usage, $"{ConfigFile.Location}: expected {{\"cluster\": \"HOST:PORT\"}}, or several addresses separated by commas.", e);
        }
    }

    /// <summary>What is wrong with addresses as text, wherever they lead; null where nothing is.</summary>
    public static string? Complaint(string list)
    {
        string[] texts = Texts(list);
        return texts.Length > 0 && texts.All(text => IPEndPoint.TryParse(text, out _) || TrySplit(text, out _, out _)) ? null : "expected HOST:PORT, or several of them separated by commas";
    }

    private static string[] Texts(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static ImmutableArray<IPEndPoint> ParseAll(string list, string source)
    {
        string[] texts = Texts(list);
        return texts.Length > 0
            ? [.. texts.SelectMany(text => Parse(text, source)).Distinct()]
            : throw new ConsoleException(ExitCodes.Usage, $"{source}: found '{list}'; expected HOST:PORT, or several of them separated by commas.");
    }

    /// <summary>One HOST:PORT; a host name that leads to several addresses, as that of a service of many silos does, stands for them all.</summary>
    private static IEnumerable<IPEndPoint> Parse(string text, string source)
    {
        if (IPEndPoint.TryParse(text, out IPEndPoint? endpoint))
        {
            return [new(endpoint.Address, endpoint.Port == 0 ? DefaultPort : endpoint.Port)];
        }

        if (!TrySplit(text, out string host, out int port))
        {
            throw new ConsoleException(ExitCodes.Usage, $"{source}: found '{text}'; expected HOST:PORT.");
        }

        try
        {
            IPAddress[] addresses = Dns.GetHostAddresses(host);
            IPAddress[] fourth = [.. addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork)];
            return (fourth.Length > 0 ? fourth : addresses).Select(address => new IPEndPoint(address, port));
        }
        catch (SocketException e)
        {
            throw new ConsoleException(ExitCodes.Unreachable, $"{source}: the host '{host}' is not known.", e);
        }
    }

    private static bool TrySplit(string text, out string host, out int port)
    {
        int colon = text.LastIndexOf(':');
        host = colon < 0 ? text : text[..colon];
        port = DefaultPort;
        return host.Length > 0 && (colon < 0 || (int.TryParse(text[(colon + 1)..], out port) && port is >= 1 and <= 65535));
    }
}
