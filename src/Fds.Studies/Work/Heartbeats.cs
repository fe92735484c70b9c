using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Studies.Work;

/// <summary>The latest heartbeats of the runs, kept in memory only. A new activation gives every run one lease in which to report.</summary>
internal sealed class Heartbeats(StudyContext study)
{
    private readonly Dictionary<WorkKey, LiveRun> runs = [];

    /// <summary>Every run that is expected to report.</summary>
    public IReadOnlyDictionary<WorkKey, LiveRun> Runs => runs;

    /// <summary>A run's latest heartbeat; null if it has not reported to this activation.</summary>
    public RunProgress? Last(WorkKey key) => runs.GetValueOrDefault(key)?.Progress;

    /// <summary>Notes a heartbeat.</summary>
    public void Hear(RunProgress progress) => runs[progress.Key] = new(progress, study.Now.Uptime);

    /// <summary>Expects a run that was bound just now.</summary>
    public void Expect(WorkKey key) => runs.TryAdd(key, new(null, study.Now.Uptime));

    /// <summary>Gives every run that the study knows of one more lease.</summary>
    public void GiveLeases()
    {
        foreach (WorkItem item in study.Record.Work.Where(item => item.State == ReplicaState.Running))
        {
            runs[item.Key] = new(Last(item.Key), study.Now.Uptime);
        }
    }

    /// <summary>For how long a run has been silent.</summary>
    public TimeSpan Silence(WorkKey key) => runs.TryGetValue(key, out LiveRun? run) ? study.Now.Uptime - run.HeardAt : TimeSpan.Zero;

    /// <summary>Stops expecting reports of a run.</summary>
    public void Forget(WorkKey key) => runs.Remove(key);

    /// <summary>Stops expecting reports of any run.</summary>
    public void Clear() => runs.Clear();
}
