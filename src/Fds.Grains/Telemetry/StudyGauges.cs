using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Grains.Telemetry;

/// <summary>What the gauges of one study that has not ended show: a snapshot that scrapes read from any thread.</summary>
internal sealed record StudyGauges(
    string Method,
    StudyState State,
    int OuterStep,
    double Progress,
    int ReplicasRunning,
    int ReplicasWaiting,
    DateTimeOffset? WaitingSince,
    WaitReason WaitReason,
    double? ValidationLoss,
    double? ValidationAccuracy,
    double? GradientClamped,
    ImmutableArray<HyperparameterReading> Values,
    ImmutableArray<HyperparameterReading> Readings,
    int Trials,
    double? BestLoss,
    double Cost,
    bool HasOwnWork)
{
    public static StudyGauges Of(StudyRecord state, WaitReasons reasons)
    {
        OuterStepRecord? last = state.History.Count == 0 ? null : state.History[^1];
        double? best = state.Incumbent?.Loss ?? StudyProjection.BestStep(state)?.ValidationLoss;
        WorkItem? waiting = state.Work.Where(item => item.State == ReplicaState.Waiting).MinBy(item => item.WaitingSince);
        return new(
            state.Specification.Compares ? "comparison" : state.Specification.Method.Word(),
            state.State,
            state.OuterStep,
            StudyProgress.Of(state),
            state.Work.Count(item => item.State == ReplicaState.Running),
            state.Work.Count(item => item.State == ReplicaState.Waiting),
            waiting?.WaitingSince,
            waiting is null ? WaitReason.Unknown : reasons.Reason(waiting),
            last?.ValidationLoss,
            (last?.ValidationAccuracy).Known(),
            last?.Measurements.GradientClamped,
            state.Specification.Method == StudyMethod.Fds ? OuterLoop.Readings(state.Specification, state.Values) : [],
            last?.Readings ?? [],
            state.TrialCount,
            best,
            state.Learning.GradientSteps,
            state.Phase is not (StudyPhase.Population or StudyPhase.Methods));
    }
}
