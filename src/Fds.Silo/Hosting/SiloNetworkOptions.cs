using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Fds.Silo.Hosting;

/// <summary>Where a silo listens, section <c>Fds</c>.</summary>
internal sealed class SiloNetworkOptions
{
    /// <summary>
    /// A silo of one's own: it listens on free ports of the loopback address, says on standard output which, and ends when standard
    /// input does. Default: false.
    /// </summary>
    public bool Private { get; set; }

    /// <summary>Port for other silos, 1 to 65535. Default: 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port for consoles, 1 to 65535. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Port for metrics and health, 1 to 65535. Default: 8080.</summary>
    [Range(1, 65535)]
    public int HttpPort { get; set; } = 8080;

    /// <summary>Address that metrics and health are served on, without TLS and to everyone who can reach it. Default: 127.0.0.1.</summary>
    [IPAddress]
    public string HttpAddress { get; set; } = IPAddress.Loopback.ToString();

    /// <summary>That address; loopback where it is none, which the validation reports.</summary>
    public IPAddress HttpListening => IPAddress.TryParse(HttpAddress, out IPAddress? address) ? address : IPAddress.Loopback;
}
