using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>A study that measures: all its runs train with the initial schedules, and nothing is learned from them.</summary>
internal sealed partial class StudyGrain
{
    /// <summary>With fewer runs there is no spread.</summary>
    private const int FewestMeasured = 2;

    private void BeginMeasuring()
    {
        State.Phase = StudyPhase.Measuring;
        BeginWork(Enumerable.Range(0, State.Specification.Replicas).Select(run => new WorkKey { Study = Name, Kind = WorkKind.Fluctuation, OuterStep = 0, Replica = run }));
        LimitCost();
    }

    private void CompleteMeasuring()
    {
        int completed = FluctuationProjection.Contributions(State).Length;
        if (completed >= FewestMeasured)
        {
            Succeed();
            return;
        }

        string reasons = string.Join("; ", State.Work.Select(item => item.Reason).Prepend(State.Reason).OfType<string>().Distinct().Take(3));
        End(StudyState.Failed, $"{completed} of {State.Work.Count} runs completed, and a spread takes {FewestMeasured}{(reasons.Length > 0 ? $" ({reasons})" : "")}");
    }
}
