using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Fds.Grains.Studies;

/// <summary>While the silo is active, wakes every unfinished study that the catalogue lists, so that a study whose silo died goes on elsewhere.</summary>
internal sealed partial class StudyKeeper(IGrainFactory grains, TimeProvider time, ILogger<StudyKeeper> log) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int PageSize = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private readonly CancellationTokenSource stopping = new();
    private Task keeping = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(StudyKeeper), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => stopping.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        keeping = Task.Run(WakeAgainAndAgain, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await keeping;
    }

    private async Task WakeAgainAndAgain()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await WakeAll();
            }
#pragma warning disable CA1031 // The next round tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogNotWoken(e.Message);
            }

            await Task.Delay(Period, time, stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task WakeAll()
    {
        string? from = null;
        do
        {
            StudyPage page = await grains.GetGrain<ICatalogueGrain>(0).List(from, PageSize);
            foreach (StudySummary study in page.Studies.Where(study => study.State == StudyState.Running))
            {
                await grains.GetGrain<IStudyGrain>(study.Name).Wake();
            }

            from = page.Next;
        }
        while (from is not null && !stopping.IsCancellationRequested);
    }
}
