using System.Collections.Immutable;
using System.Net;
using Fds.Grains.Hosting;
using Orleans.Runtime;
using Xunit;

namespace Fds.Grains.Tests.Hosting;

public sealed class ClusterCareTests
{
    private static readonly SiloAddress Self = Address(1);

    [Fact]
    public void Namesakes_AreOtherSilosThatAreActiveUnderTheSameName()
    {
        ClusterMembershipSnapshot snapshot = Snapshot((Self, SiloStatus.Active, "a"), (Address(2), SiloStatus.Active, "b"), (Address(3), SiloStatus.Dead, "a"), (Address(4), SiloStatus.Active, "a"));

        Assert.Equal([Address(4)], ClusterCare.Namesakes(snapshot, "a", Self));
        Assert.Empty(ClusterCare.Namesakes(snapshot, "b", Address(2)));
    }

    private static SiloAddress Address(int port) => SiloAddress.New(IPAddress.Loopback, port, 1);

    private static ClusterMembershipSnapshot Snapshot(params (SiloAddress Silo, SiloStatus Status, string Name)[] members) =>
        new(members.ToImmutableDictionary(member => member.Silo, member => new ClusterMember(member.Silo, member.Status, member.Name)), new(1));
}
