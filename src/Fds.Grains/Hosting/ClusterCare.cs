using Fds.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Fds.Grains.Hosting;

/// <summary>Logs two faults of a cluster's setup: checkpoints that only one silo sees, and two silos with the same name.</summary>
internal sealed partial class ClusterCare(
    IClusterMembershipService membership, ILocalSiloDetails silo, IOptions<FdsSiloOptions> options, IOptions<FdsClusterOptions> cluster, FdsInstruments instruments, ILogger<ClusterCare> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(ClusterCare), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => stopping.Dispose();

    /// <summary>Other silos that are active under the same name.</summary>
    internal static IEnumerable<SiloAddress> Namesakes(ClusterMembershipSnapshot snapshot, string name, SiloAddress self) =>
        snapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && member.Name == name && !member.SiloAddress.Equals(self))
            .Select(member => member.SiloAddress);

    private Task Start(CancellationToken cancellationToken)
    {
        instruments.Watch(membership);
        if (!cluster.Value.IsClustered)
        {
            return Task.CompletedTask;
        }

        if (string.IsNullOrEmpty(options.Value.Checkpoints))
        {
            LogOwnCheckpoints(options.Value.CheckpointFolder);
        }

        watching = Task.Run(WatchNames, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchNames()
    {
        HashSet<SiloAddress> told = [];
        try
        {
            await foreach (ClusterMembershipSnapshot snapshot in membership.MembershipUpdates.WithCancellation(stopping.Token))
            {
                foreach (SiloAddress namesake in Namesakes(snapshot, silo.Name, silo.SiloAddress).Where(told.Add))
                {
                    LogNamesake(silo.Name, namesake, silo.SiloAddress);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops.
        }
    }
}
