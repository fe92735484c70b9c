using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Studies.Work;

/// <summary>What was last heard of the runs. It is kept in memory only: whoever takes up the study gives every run one lease to be heard from.</summary>
internal sealed class Heartbeats(StudyContext study)
{
    private readonly Dictionary<WorkKey, LiveRun> runs = [];

    /// <summary>Every run that is expected to be heard from.</summary>
    public IReadOnlyDictionary<WorkKey, LiveRun> Runs => runs;

    /// <summary>What a run said last; null where it has said nothing to this activation.</summary>
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

    /// <summary>Expects nothing more of a run.</summary>
    public void Forget(WorkKey key) => runs.Remove(key);

    /// <summary>Expects nothing more of any run.</summary>
    public void Clear() => runs.Clear();
}
