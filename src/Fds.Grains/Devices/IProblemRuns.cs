using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Greedy;
using Fds.Core.Tangents;
using Fds.Core.Training;

namespace Fds.Grains.Devices;

/// <summary>The runs of one study's problem: a network on data, or the analytic one.</summary>
internal interface IProblemRuns
{
    /// <summary>Examples of the whole training set; 0 where the problem has none.</summary>
    int Examples { get; }

    /// <summary>The states that a hypergradient over a horizon keeps in reverse mode; null: forward mode. Repeated calls give the same answer.</summary>
    TrailPlan? Trail(Horizon horizon);

    /// <summary>How a hypergradient over a horizon is computed.</summary>
    HypergradientComputation Computation(Horizon horizon);

    /// <summary>One replica of one outer step, or its share of the columns.</summary>
    HypergradientResult Hypergradient(Horizon horizon, RunRequest request, ColumnShard shard, bool aboveChanceBefore);

    /// <summary>One run of a study of fluctuation.</summary>
    FluctuationResult Fluctuation(Horizon horizon, RunRequest request);

    /// <summary>One trial of a black-box method, or its segment.</summary>
    RunResult Trial(Horizon horizon, RunRequest request, TrialSegment? segment);

    /// <summary>One run of a greedy method.</summary>
    GreedyResult Greedy(Horizon horizon, RunRequest request, GreedySettings settings);

    /// <summary>One retraining from scratch.</summary>
    RunResult Retrain(Horizon horizon, RunRequest request);
}
