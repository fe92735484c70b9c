using System.Collections.Immutable;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Studies.Work;

namespace Fds.Studies.Views;

/// <summary>A study's views. A view that cannot be made breaks neither a report nor a watch.</summary>
internal sealed class StudyViews(StudyContext study)
{
    private Exception? fault;

    /// <summary>What the scheduler last said about waiting work; null where it was not asked.</summary>
    public WaitReport? Waits { get; set; }

    /// <summary>Why work waits.</summary>
    public WaitReasons Reasons => new(Waits, study.Record.Pool, study.Record.Submission?.Specification.Resources.Parallelism, study.IsPaused, study.Now.Utc);

    /// <summary>Whether any work waits for a device.</summary>
    public bool AnyWaits => study.IsRunning && study.Record.Work.Exists(item => item.State == ReplicaState.Waiting);

    /// <summary>Why a view could not be made since this was last asked; null where all could.</summary>
    public Exception? TakeFault()
    {
        Exception? taken = fault;
        fault = null;
        return taken;
    }

    /// <summary>The study as it stands.</summary>
    public StudyStatus Status()
    {
        try
        {
            RunProgress[] live = [.. study.Heartbeats.Runs.Values.Select(run => run.Progress).OfType<RunProgress>()];
            TimeSpan? remaining = study.Record.Submission is null ? null : StudyForecast.Remaining(study.Record, live, study.Costs.StepSecondsByNow);
            return StudyProjection.Status(study.Name, study.Record, study.Heartbeats.Runs, remaining, Reasons);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
            return StudyProjection.Bare(study.Name, study.Record, Watchdog.Words(e));
        }
    }

    /// <summary>The study's line in the catalogue.</summary>
    public StudySummary Summary() => StudyProjection.Summary(study.Name, study.Record);

    /// <summary>What the study found.</summary>
    /// <param name="versions">Of what the cluster is made.</param>
    public StudyResult Result(ImmutableDictionary<string, string> versions) => StudyProjection.Result(study.Record, Status(), versions);

    /// <summary>The replicas as they stand.</summary>
    public ImmutableArray<ReplicaStatus> Replicas() => StudyProjection.Replicas(study.Record, study.Heartbeats.Runs, Reasons);
}
