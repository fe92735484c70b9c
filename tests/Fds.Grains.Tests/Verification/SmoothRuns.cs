using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Greedy;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Studies.Numerics;

namespace Fds.Grains.Tests.Verification;

/// <summary>
/// Runs whose validation loss is Σ_j (j + 1) sin(λ_j + 1) over all learned values, and whose derivatives are therefore known. Each mode can be made
/// wrong, and the loss can be given a kink or noise.
/// </summary>
internal sealed class SmoothRuns(StudySpecification variant) : IProblemRuns
{
    private const int Horizon = 40;

    /// <summary>What forward mode multiplies each derivative by.</summary>
    public Func<int, double> Forward { get; init; } = _ => 1;

    /// <summary>What reverse mode multiplies each derivative by.</summary>
    public Func<int, double> Reverse { get; init; } = _ => 1;

    /// <summary>What float32 adds to each derivative, relative to it.</summary>
    public double Rounding { get; init; } = 1e-6;

    /// <summary>What the loss is added, by the sum of all values.</summary>
    public Func<double, double> Disturbance { get; init; } = _ => 0;

    /// <summary>How a run ends.</summary>
    public RunEnding Ending { get; init; } = RunEnding.Completed;

    /// <summary>Done before every run.</summary>
    public Action BeforeRun { get; init; } = () => { };

    public int Examples => 100;

    public TrailPlan? Trail(Horizon horizon) => HypergradientChoice.Trail(variant, horizon.Steps ?? Horizon, weights: 1000, free: long.MaxValue);

    public HypergradientComputation Computation(Horizon horizon) => HypergradientChoice.Describe(variant, horizon.Steps ?? Horizon, Trail(horizon), weights: 1000);

    public HypergradientResult Hypergradient(Horizon horizon, RunRequest request, ColumnShard shard, bool aboveChanceBefore)
    {
        BeforeRun();
        request.Stopping.ThrowIfCancellationRequested();
        double[] values = Values(request);
        bool isReverse = variant.Inner.Mode == HypergradientMode.Reverse;
        double precision = variant.Inner.Precision == Precision.Float64 ? 1 : 1 + Rounding;
        bool isClamped = variant.Inner.HessianProductClamp is not null;
        ImmutableArray<double> exact = [.. values.Select((value, j) => (j + 1) * Math.Cos(value + 1) * Windows(j) / horizon.Steps!.Value)];
        return new()
        {
            Ending = Ending,
            Reason = Ending == RunEnding.Completed ? null : "so it was told",
            Hypergradient = [.. exact.Select((value, j) => value * precision * (isReverse ? Reverse(j) : Forward(j)) * (isClamped ? 0.5 : 1))],
            Columns = [.. Enumerable.Range(0, exact.Length)],
            ProductsClamped = isClamped ? [.. exact.Select(_ => 0.25)] : [],
        };
    }

    public RunResult Trial(Horizon horizon, RunRequest request, TrialSegment? segment)
    {
        BeforeRun();
        request.Stopping.ThrowIfCancellationRequested();
        double[] values = Values(request);
        double loss = values.Select((value, j) => (j + 1) * Math.Sin(value + 1)).Sum() + Disturbance(values.Sum());
        return new() { Ending = RunEnding.Completed, Evaluation = new(loss, 0.5, 10, 10) };
    }

    public FluctuationResult Fluctuation(Horizon horizon, RunRequest request) => throw new NotSupportedException();

    public GreedyResult Greedy(Horizon horizon, RunRequest request, GreedySettings settings) => throw new NotSupportedException();

    public RunResult Retrain(Horizon horizon, RunRequest request) => throw new NotSupportedException();

    private static double[] Values(RunRequest request) =>
        [.. Core.Schedules.PerKind.OfSgd.Where(request.Learned).SelectMany(kind => request.Schedules[kind].Values)];

    private int Windows(int j) => HyperparameterKinds.OfSgd.Select(kind => variant.Hyperparameters[kind]).Where(schedule => schedule.Learn)
        .SelectMany(schedule => Enumerable.Repeat(schedule.Windows, schedule.Windows)).ElementAt(j);
}
