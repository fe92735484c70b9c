using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Greedy;
using Fds.Core.Quadratics;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using TorchSharp;

namespace Fds.Grains.Devices;

/// <summary>Runs of the analytic problem, which has no data to borrow and takes well under a millisecond per inner step, so that it leaves no checkpoints.</summary>
/// <param name="study">The study.</param>
/// <param name="device">Where they run.</param>
/// <param name="free">Bytes that the states which a run keeps may take.</param>
internal sealed class QuadraticRuns(StudySpecification study, torch.Device device, long free) : IProblemRuns
{
    public int Examples => 0;

    public TrailPlan? Trail(Horizon horizon) => HypergradientChoice.Trail(study, Steps(horizon), QuadraticProblem.Weights, free);

    public HypergradientComputation Computation(Horizon horizon) => HypergradientChoice.Describe(study, Steps(horizon), Trail(horizon), QuadraticProblem.Weights);

    public HypergradientResult Hypergradient(Horizon horizon, RunRequest request, ColumnShard shard, bool aboveChanceBefore) =>
        QuadraticRun.Hypergradient(Differentiated(horizon), request.Schedules, request.Learned, request.Seeds, shard, request.Report, request.Stopping);

    public FluctuationResult Fluctuation(Horizon horizon, RunRequest request) =>
        QuadraticRun.Fluctuation(Differentiated(horizon), request.Schedules, request.Learned, request.Seeds, request.Report, request.Stopping);

    public TrialResult Trial(Horizon horizon, RunRequest request, TrialSegment? segment) =>
        QuadraticRun.Trial(Setting(horizon), request.Schedules, request.Seeds, segment, request.Report, request.Stopping);

    public GreedyResult Greedy(Horizon horizon, RunRequest request, GreedySettings settings) =>
        QuadraticRun.Greedy(Setting(horizon), settings, request.Seeds, request.Report, request.Stopping);

    public RetrainingResult Retrain(Horizon horizon, RunRequest request) =>
        QuadraticRun.Retrain(Setting(horizon), request.Schedules, request.Seeds, request.Report, request.Stopping);

    private QuadraticSetting Differentiated(Horizon horizon) => Setting(horizon) with { Reverse = Trail(horizon)?.Memory };

    private int Steps(Horizon horizon) => SpecificationTranslation.Steps(study, horizon, examples: 0);

    private QuadraticSetting Setting(Horizon horizon) => SpecificationTranslation.Quadratic(study, device, horizon);
}
