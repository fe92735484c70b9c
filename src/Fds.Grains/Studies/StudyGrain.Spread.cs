using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;

namespace Fds.Grains.Studies;

/// <summary>How an outer step is spread: over replicas, of which a quorum may be enough, and over shares of one replica's columns.</summary>
internal sealed partial class StudyGrain
{
    private const int LeftBehindKept = 1000;
    private int? shards;

    /// <summary>Into how many shares one replica's columns are divided.</summary>
    private int Shards => shards ??= SpecificationTranslation.ColumnShards(State.Specification);

    /// <summary>One report per replica whose shares are all in, in the order of the replicas.</summary>
    private ImmutableArray<RunReport> Contributions()
    {
        int columns = State.Values.Count(value => value.Learned);
        return
        [
            .. State.Work.GroupBy(item => item.Key.Replica)
                .Where(replica => replica.All(share => share.State == ReplicaState.Completed))
                .OrderBy(replica => replica.Key)
                .Select(replica => ColumnShares.Join([.. replica.OrderBy(share => share.Key.Shard).Select(share => share.Report!)], columns))
                .OfType<RunReport>(),
        ];
    }

    /// <summary>
    /// Whether the outer step has its quorum and has given the rest their grace. If so, what is still out is marked as late: neither a
    /// straggler nor a dead replica holds up the others.
    /// </summary>
    private bool LeavesTheRestBehind()
    {
        SeedsSpecification seeds = State.Specification.Seeds;
        if (State.Phase != StudyPhase.OuterLoop || seeds.Quorum is not { } quorum || quorum >= seeds.Count || Contributions().Length < quorum)
        {
            return false;
        }

        State.QuorumAt ??= time.GetUtcNow();
        if (time.GetUtcNow() - State.QuorumAt < seeds.Grace)
        {
            return false;
        }

        foreach (WorkItem item in State.Work.Where(item => !item.IsSettled))
        {
            State.LeftBehind.Add(new() { Key = item.Key, Attempt = item.Attempt, RunId = item.RunId, Device = item.Device, Silo = item.Silo, State = ReplicaState.Late, PaidUpTo = item.PaidUpTo });
            item.Reason = $"not in {seeds.Grace.TotalSeconds:G} s after the quorum of {quorum}";
            item.State = ReplicaState.Late;
            live.Remove(item.Key);
            instruments.OnReplicaLeftOut(Name, ReplicaState.Late);
            Emit(StudyEventKind.ReplicaLeftOut, $"{Label(item.Key)} is left out ({ReplicaState.Late}): {item.Reason}");
        }

        State.LeftBehind.RemoveRange(0, Math.Max(0, State.LeftBehind.Count - LeftBehindKept));
        return true;
    }

    /// <summary>The grace of a quorum can end without any report: looked at on every tick.</summary>
    private async Task<bool> AdvanceByQuorum()
    {
        if (State.QuorumAt is null)
        {
            return false;
        }

        int step = State.OuterStep;
        AdvanceIfSettled();
        if (step == State.OuterStep && IsRunning)
        {
            return false;
        }

        await SaveAndEnqueue();
        return true;
    }

    /// <summary>A report on work that its outer step did not wait for: its cost is the study's, its result counts for nothing.</summary>
    /// <returns>The answer to the device, <see cref="Verdict.Accepted"/> where it must be stored first; null where the report is no such one.</returns>
    private Verdict? RecordLate(RunReport report)
    {
        if (State.LeftBehind.Find(item => item.Key == report.Key && IsOf(item, report.Fence)) is not { } item)
        {
            return null;
        }

        if (item.Report is not null)
        {
            return Verdict.Duplicate;
        }

        item.RunId = report.Fence.RunId;
        item.Report = report;
        Spend(item.Unpaid(report.FirstSpent, report.GradientSteps), report.Seconds, onLearning: true);
        instruments.OnStaleReport(Name);
        Emit(StudyEventKind.ReplicaFinished, $"{Label(report.Key)} came late: {report.Outcome}, accuracy {report.Accuracy:P2}; recorded, not counted");
        return Verdict.Accepted;
    }
}
