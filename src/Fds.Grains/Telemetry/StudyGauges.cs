using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Grains.Studies;

namespace Fds.Grains.Telemetry;

/// <summary>What the gauges of one running study show: a snapshot that scrapes read from any thread.</summary>
internal sealed record StudyGauges(
    string Method,
    int OuterStep,
    int ReplicasRunning,
    int ReplicasWaiting,
    double? ValidationLoss,
    double? ValidationAccuracy,
    ImmutableArray<HyperparameterReading> Values,
    ImmutableArray<HyperparameterReading> Readings,
    int Trials,
    double? BestLoss,
    double Cost)
{
    public static StudyGauges Of(StudyGrainState state)
    {
        OuterStepRecord? last = state.History.Count == 0 ? null : state.History[^1];
        double? best = state.Incumbent?.Loss ?? (last is null ? null : state.History.Min(step => step.ValidationLoss));
        return new(
            state.Specification.Compares ? "comparison" : state.Specification.Method.Word(),
            state.OuterStep,
            state.Work.Count(item => item.State == ReplicaState.Running),
            state.Work.Count(item => item.State == ReplicaState.Waiting),
            last?.ValidationLoss,
            last?.ValidationAccuracy,
            state.Specification.Method == StudyMethod.Fds ? OuterLoop.Readings(state.Values) : [],
            last?.Readings ?? [],
            state.Trials.Count,
            best,
            state.Learning.GradientSteps);
    }
}
