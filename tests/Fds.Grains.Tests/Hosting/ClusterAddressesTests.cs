using System.Net;
using Fds.Grains.Hosting;
using Xunit;

namespace Fds.Grains.Tests.Hosting;

public sealed class ClusterAddressesTests
{
    [Fact]
    public void Addresses_OfASiloByItself_AreLoopbackWhateverIsSet() =>
        Assert.Equal(ClusterAddresses.Loopback, ClusterAddresses.Of(new() { AdvertisedAddress = "10.0.0.1", ListenAddress = "0.0.0.0" }));

    [Fact]
    public void Addresses_WhenOnlyOneIsAdvertised_ListenThereAlone() =>
        Assert.Equal(new(IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.1")), ClusterAddresses.Of(Clustered("10.0.0.1")));

    [Fact]
    public void Addresses_WhenAnotherIsListenedAt_AdvertiseAsTold() =>
        Assert.Equal(new(IPAddress.Parse("10.0.0.1"), IPAddress.Any), ClusterAddresses.Of(Clustered("10.0.0.1", "0.0.0.0")));

    [Fact]
    public void Addresses_WhenAHostIsNamed_AreItsOwn() => Assert.Equal(IPAddress.Loopback, ClusterAddresses.Of(Clustered("localhost")).Advertised);

    [Fact]
    public void Addresses_WhenTheHostIsNotKnown_NameTheSetting()
    {
        ClusterAddressException refusal = Assert.Throws<ClusterAddressException>(() => ClusterAddresses.Of(Clustered("no-such-host.invalid")));

        Assert.Equal("Fds:Cluster:AdvertisedAddress must be an IP address or a host name that is known here, but is 'no-such-host.invalid'.", refusal.Message);
    }

    private static FdsClusterOptions Clustered(string advertised, string? listening = null) =>
        new() { ConnectionString = "Host=db", AdvertisedAddress = advertised, ListenAddress = listening };
}
