using System.Net;
using Orleans.Runtime;

namespace Fds.Grains.Tests.Devices;

/// <summary>A silo that only has an address.</summary>
internal sealed class FakeSilo : ILocalSiloDetails
{
    public string Name => "silo";

    public string ClusterId => "test";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress { get; } = SiloAddress.New(IPAddress.Loopback, 1, 1);

    public SiloAddress GatewayAddress => SiloAddress;
}
