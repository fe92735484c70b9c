using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Fds.Grains.Hosting;
using Fds.Studies.Plans.Children;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Fds.Grains.Studies;

/// <summary>
/// While the silo is active, wakes every unfinished study that the catalogue lists, every so often and at once when a silo is declared
/// dead, so that a study whose silo died goes on elsewhere. A round that did not reach all of them is soon followed by another.
/// </summary>
internal sealed partial class StudyKeeper(
    IGrainFactory grains, IClusterMembershipService membership, IOptions<FdsClusterOptions> options, TimeProvider time, ILogger<StudyKeeper> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int PageSize = 500;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim deaths = new(0);
    private Task keeping = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(StudyKeeper), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose()
    {
        stopping.Dispose();
        deaths.Dispose();
    }

    private Task Start(CancellationToken cancellationToken)
    {
        keeping = Task.WhenAll(Task.Run(WakeAgainAndAgain, CancellationToken.None), Task.Run(NoticeDeaths, CancellationToken.None));
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();

        // The stop does not wait for a round that waits for an unreachable database.
        await keeping.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task NoticeDeaths()
    {
        // Silos that died before this silo started need no extra round: the first round wakes their studies.
        HashSet<SiloAddress> known = [.. Dead(membership.CurrentSnapshot).Select(dead => dead.SiloAddress)];
        try
        {
            await foreach (ClusterMembershipSnapshot snapshot in membership.MembershipUpdates.WithCancellation(stopping.Token))
            {
                foreach (ClusterMember dead in Dead(snapshot).Where(dead => known.Add(dead.SiloAddress)))
                {
                    LogDead(dead.Name, dead.SiloAddress);
                    deaths.Release();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The silo stops: the others look after its studies.
        }
    }

    private static IEnumerable<ClusterMember> Dead(ClusterMembershipSnapshot snapshot) => snapshot.Members.Values.Where(member => member.Status == SiloStatus.Dead);

    private async Task WakeAgainAndAgain()
    {
        TimeSpan revival = options.Value.Revival;
        TimeSpan retry = FirstRetry;
        while (!stopping.IsCancellationRequested)
        {
            if (await TryWakeAll())
            {
                retry = FirstRetry;
                await NextRound(revival);
            }
            else
            {
                await NextRound(retry < revival ? retry : revival);
                retry = retry < revival ? 2 * retry : revival;
            }
        }
    }

    private async Task<bool> TryWakeAll()
    {
        try
        {
            return await WakeAll();
        }
#pragma warning disable CA1031 // The next round tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotWoken(e.Message);
            return false;
        }
    }

    /// <summary>Waits for a silo's death, up to a time limit. A death during the previous round starts another round at once.</summary>
    private async Task NextRound(TimeSpan longest)
    {
        using CancellationTokenSource period = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        using ITimer timer = time.CreateTimer(_ => period.Cancel(), null, longest, Timeout.InfiniteTimeSpan);
        await deaths.WaitAsync(period.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <returns>Whether each of them could be woken.</returns>
    private async Task<bool> WakeAll()
    {
        bool all = true;
        string? from = null;
        do
        {
            StudyPage page = await grains.GetGrain<ICatalogueGrain>(0).List(from, PageSize);
            foreach (StudySummary study in page.Studies.Where(study => study.State == StudyState.Running))
            {
                all &= await Wake(study.Name);
            }

            from = page.Next;
        }
        while (from is not null && !stopping.IsCancellationRequested);
        return all;
    }

    private async Task<bool> Wake(string name)
    {
        try
        {
            await grains.GetGrain<IStudyGrain>(name).Wake();
            return true;
        }
#pragma warning disable CA1031 // One study that cannot be woken must not keep the others asleep; the next round tries it again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogStudyNotWoken(name, e.Message);
            return false;
        }
    }
}
