using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Learning;

/// <summary>Decides which replicas an outer step waits for: a quorum may be enough. Later reports are recorded but not counted.</summary>
internal sealed class Quorum(StudyContext study)
{
    private const int LeftBehindKept = 1000;

    private StudyRecord Record => study.Record;

    /// <summary>One report per replica whose shares are all in, in the order of the replicas.</summary>
    public ImmutableArray<RunReport> Contributions()
    {
        int columns = Record.Values.Count(value => value.Learned);
        return
        [
            .. Record.Work.GroupBy(item => item.Key.Replica)
                .Where(replica => replica.All(share => share.State == ReplicaState.Completed))
                .OrderBy(replica => replica.Key)
                .Select(replica => ColumnShares.Join([.. replica.OrderBy(share => share.Key.Shard).Select(share => share.Report!)], columns))
                .OfType<RunReport>(),
        ];
    }

    /// <summary>
    /// Whether the outer step has its quorum and the grace period is over. If so, replicas without a report are marked as late: neither a
    /// straggler nor a dead replica holds up the others.
    /// </summary>
    public bool LeavesTheRestBehind()
    {
        SeedsSpecification seeds = study.Specification.Seeds;
        if (seeds.Quorum is not { } quorum || quorum >= seeds.Count || Contributions().Length < quorum)
        {
            return false;
        }

        Record.QuorumAt ??= study.Now.Utc;
        if (study.Now.Utc - Record.QuorumAt < seeds.Grace)
        {
            return false;
        }

        foreach (WorkItem item in study.Work.Open)
        {
            Record.LeftBehind.Add(new() { Key = item.Key, Attempt = item.Attempt, RunId = item.RunId, Device = item.Device, Silo = item.Silo, State = ReplicaState.Late, PaidUpTo = item.PaidUpTo });
            item.Reason = $"no report within {seeds.Grace.TotalSeconds:G} s after the quorum of {quorum}";
            item.State = ReplicaState.Late;
            study.Heartbeats.Forget(item.Key);
            study.Follow(new CountLeftOut(ReplicaState.Late));
            study.Events.Emit(StudyEventKind.ReplicaLeftOut, $"{study.Work.Label(item.Key)} is left out ({ReplicaState.Late}): {item.Reason}");
        }

        Record.LeftBehind.RemoveRange(0, Math.Max(0, Record.LeftBehind.Count - LeftBehindKept));
        return true;
    }

    /// <summary>Records a report on work that its outer step did not wait for. The study is charged for it, but its result is not counted.</summary>
    /// <returns>The answer to the device, <see cref="Verdict.Accepted"/> if the report was recorded; null if the report is not about such work.</returns>
    public Verdict? RecordLate(RunReport report)
    {
        if (Record.LeftBehind.Find(item => item.Key == report.Key && study.Work.IsOf(item, report.Fence)) is not { } item)
        {
            return null;
        }

        if (item.Report is not null)
        {
            return Verdict.Duplicate;
        }

        item.RunId = report.Fence.RunId;
        item.Report = report;
        study.Costs.Spend(item.Unpaid(report.FirstSpent, report.GradientSteps), report.Seconds, onLearning: true);
        study.Follow(new CountStaleReport());
        study.Events.Emit(StudyEventKind.ReplicaFinished, $"{study.Work.Label(report.Key)} reported late: {report.Outcome}, {Figures.Of(report.Loss, report.Accuracy)}; the report is recorded but not counted");
        return Verdict.Accepted;
    }
}
