using Fds.Contracts.Studies;
using Fds.Core.Greedy;
using Fds.Core.Tangents;
using Fds.Core.Training;

namespace Fds.Grains.Devices;

/// <summary>Runs of a network on borrowed data.</summary>
internal sealed class NetworkRuns(StudySpecification study, DeviceData data) : IProblemRuns
{
    public int Examples => data.Training.Count;

    public HypergradientResult Hypergradient(Horizon horizon, RunRequest request, ColumnShard shard, bool aboveChanceBefore) => HypergradientRun.Execute(
        Setting(horizon), request.Schedules, request.Learned, request.Seeds, aboveChanceBefore, request.Report, request.Checkpoints, shard, request.Stopping);

    public FluctuationResult Fluctuation(Horizon horizon, RunRequest request) =>
        FluctuationRun.Execute(Setting(horizon), request.Schedules, request.Learned, request.Seeds, request.Report, request.Checkpoints, request.Stopping);

    public TrialResult Trial(Horizon horizon, RunRequest request, TrialSegment? segment) =>
        TrialRun.Execute(Setting(horizon), request.Schedules, request.Seeds, segment, request.Report, request.Checkpoints, request.Stopping);

    public GreedyResult Greedy(Horizon horizon, RunRequest request, GreedySettings settings) =>
        GreedyRun.Execute(Setting(horizon), settings, request.Seeds, request.Report, request.Checkpoints, request.Stopping);

    public RetrainingResult Retrain(Horizon horizon, RunRequest request) =>
        RetrainingRun.Execute(Setting(horizon), request.Schedules, request.Seeds, request.Report, request.Checkpoints, request.Stopping);

    private TrainingSetting Setting(Horizon horizon) => SpecificationTranslation.Setting(study, data, horizon);
}
