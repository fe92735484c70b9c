using System.Collections.Immutable;
using System.Net;
using Fds.Grains.Telemetry;
using Orleans.Runtime;
using Xunit;

namespace Fds.Grains.Tests.Telemetry;

public sealed class SiloCensusTests
{
    [Fact]
    public void Silos_ThatCameBackUnderTheirName_CountByTheirLatestStart()
    {
        ClusterMembershipSnapshot snapshot = Snapshot(
            ("a", 1, SiloStatus.Dead), ("a", 2, SiloStatus.Active), ("b", 1, SiloStatus.Active), ("b", 2, SiloStatus.Dead), ("c", 1, SiloStatus.ShuttingDown));

        Assert.Equal(
            [(SiloStatus.Joining, 0), (SiloStatus.Active, 1), (SiloStatus.ShuttingDown, 1), (SiloStatus.Stopping, 0), (SiloStatus.Dead, 1)],
            SiloCensus.Of(snapshot));
    }

    private static ClusterMembershipSnapshot Snapshot(params (string Name, int Generation, SiloStatus Status)[] members) => new(
        members.Select((member, port) => new ClusterMember(SiloAddress.New(IPAddress.Loopback, port, member.Generation), member.Status, member.Name)).ToImmutableDictionary(member => member.SiloAddress),
        new(1));
}
