using System.Net;
using System.Net.Sockets;

namespace Fds.Grains.Hosting;

/// <summary>Where a silo of a cluster is reached and where it listens.</summary>
/// <param name="Advertised">The address that others connect to.</param>
/// <param name="Listening">The address it listens at.</param>
public sealed record ClusterAddresses(IPAddress Advertised, IPAddress Listening)
{
    /// <summary>A silo by itself is reached from its own host only.</summary>
    public static ClusterAddresses Loopback { get; } = new(IPAddress.Loopback, IPAddress.Loopback);

    /// <summary>The addresses that the settings lead to.</summary>
    /// <exception cref="ClusterAddressException">A host name leads nowhere, or this host's own to loopback only.</exception>
    public static ClusterAddresses Of(FdsClusterOptions options)
    {
        if (!options.IsClustered)
        {
            return Loopback;
        }

        IPAddress advertised = Advertise(options.AdvertisedAddress);
        return new(advertised, IPAddress.TryParse(options.ListenAddress, out IPAddress? listening) ? listening : advertised);
    }

    private static IPAddress Advertise(string? setting)
    {
        if (IPAddress.TryParse(setting, out IPAddress? address))
        {
            return address;
        }

        bool own = string.IsNullOrWhiteSpace(setting);
        string host = own ? Dns.GetHostName() : setting!;
        IPAddress? found = Resolve(host).FirstOrDefault(candidate => !own || !IPAddress.IsLoopback(candidate));
        return found ?? throw new ClusterAddressException(own
            ? $"This host's name, {host}, does not lead to an address that others can reach. Name one with {FdsClusterOptions.Section}:{nameof(FdsClusterOptions.AdvertisedAddress)}."
            : $"{FdsClusterOptions.Section}:{nameof(FdsClusterOptions.AdvertisedAddress)} must be an IP address or a host name that is known here, but is '{setting}'.");
    }

    /// <summary>The addresses of a host, version 4 first; none where it is not known.</summary>
    private static IEnumerable<IPAddress> Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host).OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1);
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
