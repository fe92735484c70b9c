using Orleans.Runtime;

namespace Fds.Grains.Telemetry;

/// <summary>How many silos there are of each status.</summary>
internal static class SiloCensus
{
    private static readonly SiloStatus[] shown = [SiloStatus.Joining, SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Stopping, SiloStatus.Dead];

    /// <summary>Every status with its number. A silo that came back under its name is counted once: the membership keeps the dead for days.</summary>
    public static IEnumerable<(SiloStatus Status, int Silos)> Of(ClusterMembershipSnapshot snapshot)
    {
        ILookup<SiloStatus, ClusterMember> latest = snapshot.Members.Values
            .GroupBy(member => member.Name, StringComparer.Ordinal)
            .Select(name => name.MaxBy(member => member.SiloAddress.Generation)!)
            .ToLookup(member => member.Status);
        return shown.Select(status => (status, latest[status].Count()));
    }
}
