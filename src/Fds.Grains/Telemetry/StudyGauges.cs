using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Grains.Studies;

namespace Fds.Grains.Telemetry;

/// <summary>What the gauges of one running study show: a snapshot that scrapes read from any thread.</summary>
internal sealed record StudyGauges(
    int OuterStep,
    int ReplicasRunning,
    int ReplicasWaiting,
    double? ValidationLoss,
    double? ValidationAccuracy,
    ImmutableArray<HyperparameterReading> Values,
    ImmutableArray<HyperparameterReading> Readings)
{
    public static StudyGauges Of(StudyGrainState state)
    {
        OuterStepRecord? last = state.History.Count == 0 ? null : state.History[^1];
        return new(
            state.OuterStep,
            state.Work.Count(item => item.State == ReplicaState.Running),
            state.Work.Count(item => item.State == ReplicaState.Waiting),
            last?.ValidationLoss,
            last?.ValidationAccuracy,
            OuterLoop.Readings(state.Values),
            last?.Readings ?? []);
    }
}
