using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>Why work waits, as the scheduler says; and leaving memory once the study has ended and nobody asks any more.</summary>
internal sealed partial class StudyGrain
{
    private static readonly TimeSpan ReasonPeriod = TimeSpan.FromSeconds(30);
    private WaitReport? waits;
    private int watchers;
    private long lastAsked = time.GetTimestamp();

    private WaitReasons Reasons => new(waits, State.Pool, State.Submission?.Specification.Resources.Parallelism, IsPaused, time.GetUtcNow());

    /// <summary>Whoever watches sees why work waits; gauges show it too, and are in less of a hurry.</summary>
    private async Task KeepReasons()
    {
        if (watchers > 0 || time.GetElapsedTime(lastAsked) >= ReasonPeriod)
        {
            await AskWhyWorkWaits();
            ShowGauges();
        }
    }

    private async Task AskWhyWorkWaits()
    {
        lastAsked = time.GetTimestamp();
        if (!IsRunning || State.Work.TrueForAll(item => item.State != ReplicaState.Waiting))
        {
            waits = null;
            return;
        }

        try
        {
            waits = await GrainFactory.GetGrain<ISchedulerGrain>(State.Pool).Explain(Name);
        }
#pragma warning disable CA1031 // The status says less than it could.
        catch (Exception e)
#pragma warning restore CA1031
        {
            waits = null;
            LogNotQueued(Name, e.Message);
        }
    }

    /// <summary>An ended study has no work to look after: it goes when it has not been asked for a while, and comes back when it is.</summary>
    private void LeaveWhenIdle()
    {
        if (watchers == 0 && time.GetElapsedTime(lastAsked) >= options.Value.EndedStudyIdle)
        {
            DeactivateOnIdle();
        }
    }
}
