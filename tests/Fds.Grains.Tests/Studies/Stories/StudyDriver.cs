using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies.Stories;

/// <summary>
/// One study without a silo, so that a test can tell its story: what the study is told is decided and stored at once, its clock moves when the
/// test says so, and its silos are those that the test names.
/// </summary>
internal sealed class StudyDriver
{
    private static readonly StudySettings Settings = new(Lease: TimeSpan.FromSeconds(30), AttemptsPerReplica: 3);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, DrivenSilo> silos = [];
    private readonly List<WorkOrder> queue = [];
    private StudyRecord stored = new();
    private Study study;
    private TimeSpan uptime;
    private int runs;

    private StudyDriver(string name) => study = new(name, RecordCopy.Of(stored), Settings, Now);

    /// <summary>For how long a run may be silent.</summary>
    public static TimeSpan Lease => Settings.Lease;

    public StudyStatus Status => study.Describe(Now);

    public IEnumerable<StudyEvent> Events => stored.Events;

    public IReadOnlyList<OuterStepRecord> History => stored.History;

    /// <summary>The replicas, or runs, whose work waits for a silo.</summary>
    public IEnumerable<int> Waiting => queue.Select(order => order.Key.Replica);

    /// <summary>The work that is first in the queue; null where none waits.</summary>
    public WorkOrder? Next => queue.FirstOrDefault();

    private Moment Now => new(DateTimeOffset.UnixEpoch + uptime, uptime);

    /// <summary>Submits a study.</summary>
    public static StudyDriver Submit(StudySpecification specification)
    {
        StudyDriver driver = new(specification.Name);
        driver.Tell(study => study.Submit(TestStudies.Submission(specification), "cpu", slots: 3, NewGuid(1), driver.Now));
        return driver;
    }

    /// <summary>The silo of a name, which is there when it is first spoken of.</summary>
    public DrivenSilo Silo(string name) => silos.TryGetValue(name, out DrivenSilo? silo) ? silo : silos[name] = new(this, name);

    /// <summary>Lets time pass, in which the study looks after itself every second, as its coordinator has it do.</summary>
    public void Advance(TimeSpan time)
    {
        for (TimeSpan end = uptime + time; uptime < end;)
        {
            uptime += end - uptime < Second ? end - uptime : Second;
            if (!Tell(study => study.Tick(IsGone, Now)))
            {
                Enqueue(again: true);
            }
        }
    }

    /// <summary>The coordinator is lost, and another one goes on from what is stored.</summary>
    public void LoseCoordinator()
    {
        study = new(study.Parts.Name, RecordCopy.Of(stored), Settings, Now);
        Tell(study => study.Revive(IsGone, Now));
    }

    public VerbReply Pause(string reason) => Tell(study => study.Verbs.Pause(reason, [], Now));

    public VerbReply Resume() => Tell(study => study.Verbs.Resume([], IsGone, Now));

    public VerbReply Extend(StudyExtension extension) => Tell(study => study.Verbs.Extend(extension, infeasible: null, NewGuid(2), Now));

    public StudyStatus Cancel(string reason) => Tell(study => study.Verbs.Cancel(reason, [], Now));

    /// <summary>Requires that exactly one event says this.</summary>
    public void Says(StudyEventKind kind, string message) => Assert.Single(Events, happened => happened.Kind == kind && happened.Message == message);

    /// <summary>Takes an order out of the queue.</summary>
    internal WorkOrder Take(WorkKind kind, int replica)
    {
        WorkOrder order = Assert.Single(queue, order => order.Key.Kind == kind && order.Key.Replica == replica);
        Take(order);
        return order;
    }

    internal void Take(WorkOrder order) => Assert.True(queue.Remove(order));

    internal Guid NewRun() => NewGuid(100 + ++runs);

    internal Verdict Hear(RunProgress progress) => Tell(study => study.Progress(progress, Now));

    internal Verdict Hear(RunReport report) => Tell(study => study.Finished(report, Now));

    /// <summary>Stores what a decision changed, and only then hands out the work that follows from it.</summary>
    private T Tell<T>(Func<Study, Decision<T>> decide)
    {
        Decision<T> decision = decide(study);
        if (decision.Writing == Writing.Own)
        {
            study.BeforeWrite(Now);
            stored = RecordCopy.Of(study.Record);
            Enqueue(study.Parts.Orders.MustForget);
        }

        return decision.Answer;
    }

    /// <summary>As a scheduler does: what it was told twice waits once.</summary>
    private void Enqueue(bool again)
    {
        if (again)
        {
            queue.Clear();
        }

        queue.AddRange(study.Orders(again, Now).Where(order => !queue.Exists(other => other.Key == order.Key && other.Attempt == order.Attempt)));
    }

    private bool IsGone(string silo) => Silo(silo).IsGone;

    private static Guid NewGuid(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
