using Fds.Contracts.DataFiles;
using Fds.Contracts.Faults;
using Fds.Grains.Devices;
using Fds.Grains.Telemetry;
using Orleans.Runtime;

namespace Fds.Grains.DataFiles;

/// <summary>
/// While the silo is active, keeps its data folder complete: when it starts, it removes what broken uploads left there, and then, as once a
/// minute, gets the listed files that it lacks.
/// </summary>
internal sealed class DataCare(DataFolder folder, DataFetches fetches, DatasetCache datasets, IGrainFactory grains, FdsInstruments instruments, TimeProvider time, DataLog log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource stopping = new();
    private Task caring = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(DataCare), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => stopping.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        if (folder.Root is not null)
        {
            instruments.ExpectDataFiles();
            folder.Changed += datasets.LookAgain;
            caring = Task.Run(Care, CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await caring.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Care()
    {
        Clean();
        while (!stopping.IsCancellationRequested)
        {
            await Complete();
            await Task.Delay(Period, time, stopping.Token);
        }
    }

    private void Clean()
    {
        try
        {
            if (folder.RemoveLeftovers() is > 0 and int count)
            {
                log.Cleaned(folder.Root!, count);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.NotCleaned(folder.Root!, e.Message);
        }
    }

    private async Task Complete()
    {
        try
        {
            foreach (DataFile file in await grains.GetGrain<IDataFilesGrain>(0).Find([]).WaitAsync(stopping.Token))
            {
                await fetches.Get(file).WaitAsync(stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stopping.Token.ThrowIfCancellationRequested();
            }
        }
#pragma warning disable CA1031 // The next round tries again.
        catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.NotRead(FaultText.OneLine(e.Message));
        }
    }
}
