using System.Diagnostics;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Fds.Grains.Devices;

/// <summary>Reports a run to its study: heartbeats while it runs, then the final report, repeated until the study accepts it.</summary>
internal sealed partial class RunReporter(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    IOptions<FdsSiloOptions> options,
    WorkCheckpoints checkpoints,
    FdsInstruments instruments,
    TimeProvider time,
    ILogger<RunReporter> log)
{
    private const int FinalAttempts = 120;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstWord = TimeSpan.FromMilliseconds(100);

    /// <summary>Follows a job to its end.</summary>
    public async Task Follow(DeviceSlot slot, DeviceJob job)
    {
        using IDisposable? scope = RunScope.Begin(log, slot, job.Order);
        using Activity? attempt = FdsTraces.Attempt(slot, job.Order);
        Activity.Current = attempt;
        IStudyGrain study = grains.GetGrain<IStudyGrain>(job.Order.Key.Study);
        instruments.OnRunStarted(slot, job.Order.Key);
        Task freed = NotifyFree(slot, job);
        TimeSpan heartbeat = options.Value.Heartbeat;

        // A run that ends at once needs no heartbeat: its final report is its only message.
        bool dataTold = false;
        for (TimeSpan pause = heartbeat < FirstWord ? heartbeat : FirstWord; !await IsOver(job, pause); pause = heartbeat)
        {
            dataTold = await Heartbeat(slot, job, study, dataTold);
        }

        WorkResult result = await job.Completion.Task;
        instruments.OnRunEnded(slot, job.Order.Key, job.Position, job.Elapsed);
        FdsTraces.Ended(attempt, result.Outcome, result.Reason);
        if (job.Abandoned)
        {
            LogAbandoned(slot.Key, job.Order.Key, job.Order.Attempt, job.StopReason);
        }
        else
        {
            await Deliver(slot, job, study, result, dataTold);
        }

        await freed;
        job.Dispose();
    }

    private async Task<bool> IsOver(DeviceJob job, TimeSpan within)
    {
        await Task.WhenAny(job.Completion.Task, Task.Delay(within, time, CancellationToken.None));
        return job.Completion.Task.IsCompleted;
    }

    /// <returns>Whether the study now has the description of the data.</returns>
    private async Task<bool> Heartbeat(DeviceSlot slot, DeviceJob job, IStudyGrain study, bool dataTold)
    {
        WorkPosition position = job.Position;
        instruments.OnProgress(slot, job.Order.Key, position, job.Elapsed);
        try
        {
            double seconds = job.Elapsed.TotalSeconds;
            Task<Verdict> told = study.Progress(new()
            {
                Key = job.Order.Key,
                Fence = job.Fence,
                Device = slot.Key,
                Silo = silo.SiloAddress.ToParsableString(),
                InnerStep = position.InnerStep,
                InnerSteps = position.InnerSteps,
                StepsPerSecond = seconds > 0 ? (position.InnerStep - position.FirstInnerStep) / seconds : 0,
                LiveColumns = position.LiveColumns,
                Loss = position.Loss,
                FirstInnerStep = position.FirstInnerStep,
                Spent = position.Spent,
                FirstSpent = position.FirstSpent,
                Cost = position.Cost,
                Seconds = seconds,
                Data = dataTold ? null : position.Data,
            });

            // A lost heartbeat must not delay the next ones until the study considers the run lost.
            Verdict verdict = await told.WaitAsync(options.Value.Lease / FdsSiloOptions.HeartbeatsPerLease, time);
            switch (verdict)
            {
                case Verdict.Abandon:
                    job.Abandon("the study no longer counts this attempt");
                    break;
                case Verdict.Preempt:
                    job.Stop("the study is paused");
                    break;
            }

            return dataTold || position.Data is not null;
        }
#pragma warning disable CA1031 // A study that cannot be reached for a while is no reason to stop its run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnreachable(slot.Key, job.Order.Key, e.Message);
            return dataTold;
        }
    }

    private async Task Deliver(DeviceSlot slot, DeviceJob job, IStudyGrain study, WorkResult result, bool dataTold)
    {
        RunReport report = new()
        {
            Key = job.Order.Key,
            Fence = job.Fence,
            Device = slot.Key,
            Silo = silo.SiloAddress.ToParsableString(),
            Outcome = result.Outcome,
            Reason = result.Reason,
            Hypergradient = result.Hypergradient,
            GreedyHypergradient = result.GreedyHypergradient,
            Computation = result.Computation,
            Sensitivity = result.Sensitivity,
            Columns = result.Columns,
            Measurements = result.Measurements,
            ProductsClamped = result.ProductsClamped,
            Loss = result.Loss,
            Accuracy = result.Accuracy,
            AboveChance = result.AboveChance,
            PriorLoss = double.IsFinite(result.PriorLoss) ? result.PriorLoss : null,
            InnerSteps = result.InnerSteps,
            GradientSteps = result.GradientSteps,
            Schedule = result.Schedule,
            Cost = result.Cost,
            Data = dataTold ? null : job.Position.Data,
            Seconds = job.Elapsed.TotalSeconds,
            DeviceKind = slot.Pool,
            FirstInnerStep = job.Position.FirstInnerStep,
            FirstSpent = job.Position.FirstSpent,
        };
        for (int attempt = 1; attempt <= FinalAttempts; attempt++)
        {
            try
            {
                Verdict verdict = await study.Finished(report);
                LogReported(slot.Key, report.Key, report.Fence.Attempt, report.Outcome, verdict);
                if (verdict is Verdict.Accepted or Verdict.Duplicate && report.Outcome is not (RunOutcome.Preempted or RunOutcome.Faulted or RunOutcome.Unreadable))
                {
                    // The result is stored, so no attempt will resume this run.
                    checkpoints.Remove(report.Key);
                }

                return;
            }
#pragma warning disable CA1031 // The report holds minutes of work, so it is repeated after any fault.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogUnreachable(slot.Key, report.Key, e.Message);
                TimeSpan pause = TimeSpan.FromSeconds(0.25 * attempt);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, CancellationToken.None);
            }
        }

        LogLost(slot.Key, report.Key, report.Fence.Attempt);
    }

    /// <summary>The slot is free when its job has ended, whether or not the study has answered by then.</summary>
    private async Task NotifyFree(DeviceSlot slot, DeviceJob job)
    {
        await job.Completion.Task;
        try
        {
            await grains.GetGrain<ISchedulerGrain>(slot.Pool).DeviceFree(slot.Key);
        }
#pragma warning disable CA1031 // Only a hint: the next registration says the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFreeNotTold(slot.Key, e.Message);
        }
    }
}
