using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Greedy;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Studies.Numerics;

namespace Fds.Grains.Devices;

/// <summary>Runs of a study on a device, by the numerics.</summary>
/// <param name="study">The study.</param>
/// <param name="device">The device.</param>
/// <param name="data">The study's data there; not asked for by a problem that has none.</param>
/// <param name="free">Bytes that the states which a run keeps may take.</param>
internal sealed class ProblemRuns(StudySpecification study, string device, Func<DeviceData> data, long free) : IProblemRuns
{
    /// <summary>A network of the user's own is read and tried once, and not for each of the questions below.</summary>
    private readonly Dictionary<Horizon, RunSetting> settings = [];

    public int Examples { get; } = SpecificationTranslation.IsQuadratic(study) ? 0 : data().Training.Count;

    public TrailPlan? Trail(Horizon horizon) => HypergradientChoice.Trail(study, Steps(horizon), Setting(horizon).Weights, free);

    public HypergradientComputation Computation(Horizon horizon) => HypergradientChoice.Describe(study, Steps(horizon), Trail(horizon), Setting(horizon).Weights);

    public HypergradientResult Hypergradient(Horizon horizon, RunRequest request, ColumnShard shard, bool aboveChanceBefore) => HypergradientRun.Execute(
        Differentiated(horizon), request.Schedules, request.Learned, request.Seeds, aboveChanceBefore, request.Report, request.Checkpoints, shard, request.Stopping);

    public FluctuationResult Fluctuation(Horizon horizon, RunRequest request) =>
        FluctuationRun.Execute(Differentiated(horizon), request.Schedules, request.Learned, request.Seeds, request.Report, request.Checkpoints, request.Stopping);

    public RunResult Trial(Horizon horizon, RunRequest request, TrialSegment? segment) =>
        TrialRun.Execute(Setting(horizon), request.Schedules, request.Seeds, segment, request.Report, request.Checkpoints, request.Stopping);

    public GreedyResult Greedy(Horizon horizon, RunRequest request, GreedySettings settings) =>
        GreedyRun.Execute(Setting(horizon), settings, request.Seeds, request.Report, request.Checkpoints, request.Stopping);

    public RunResult Retrain(Horizon horizon, RunRequest request) =>
        RetrainingRun.Execute(Setting(horizon), request.Schedules, request.Seeds, request.Report, request.Checkpoints, request.Stopping);

    private RunSetting Differentiated(Horizon horizon) => Setting(horizon) with { Reverse = Trail(horizon)?.Memory };

    private int Steps(Horizon horizon) => SpecificationTranslation.Steps(study, horizon, Examples - ValidationSplit.SizeOf(Examples, study.Data.ValidationFraction));

    private RunSetting Setting(Horizon horizon)
    {
        if (!settings.TryGetValue(horizon, out RunSetting? setting))
        {
            settings.Add(horizon, setting = SpecificationTranslation.Setting(study, device, data, horizon));
        }

        return setting;
    }
}
