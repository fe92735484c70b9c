using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>
/// One seed's share of the measurement of how hypergradients fluctuate, and of how far greedy ones are from those of the whole run: both
/// along the trajectory of the same schedules. Over many seeds it gives their spread.
/// </summary>
/// <remarks>Micaelli and Storkey (2021), figure 2. The greedy ones are of one mini-batch of held-out examples each, as greedy methods use them.</remarks>
public static class FluctuationRun
{
    /// <summary>Goes over the trajectory twice: with the tangents of the whole run, and again with those of single steps.</summary>
    /// <param name="setting">The setting that the study's runs share.</param>
    /// <param name="schedules">The schedules to train with.</param>
    /// <param name="learned">Which kinds have columns.</param>
    /// <param name="seeds">Everything random is drawn from these.</param>
    /// <param name="report">Told where the first pass is, every few steps, on the calling thread; the second takes a small part of its time.</param>
    /// <param name="checkpoints">The checkpoints that the first pass resumes from and writes; null: none.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <exception cref="FdsException">The horizon is too short for the windows, or the data too few for a batch.</exception>
    public static FluctuationResult Execute(
        RunSetting setting,
        PerKind<Schedule> schedules,
        Func<HyperparameterKind, bool> learned,
        RunSeeds seeds,
        Action<RunPosition>? report = null,
        RunCheckpoints? checkpoints = null,
        CancellationToken cancellationToken = default)
    {
        HypergradientResult whole = HypergradientRun.Execute(setting, schedules, learned, seeds, report: report, checkpoints: checkpoints, cancellationToken: cancellationToken);
        FluctuationResult result = new()
        {
            Ending = whole.Ending,
            Reason = whole.Reason,
            Evaluation = whole.Evaluation,
            PriorLoss = whole.PriorLoss,
            Steps = whole.Steps,
            GradientSteps = whole.GradientSteps,
        };
        if (whole.Ending != RunEnding.Completed)
        {
            return result;
        }

        (ImmutableArray<double> greedy, double cost) = Greedily(setting, schedules, learned, seeds, cancellationToken);
        result = result with { GradientSteps = whole.GradientSteps + cost };
        return greedy.Length == whole.Hypergradient.Length
            ? result with { Hypergradient = whole.Hypergradient, GreedyHypergradient = greedy }
            : result with { Ending = RunEnding.Diverged, Reason = "a greedy hypergradient was not finite" };
    }

    private static (ImmutableArray<double> Hypergradient, double Cost) Greedily(
        RunSetting setting, PerKind<Schedule> schedules, Func<HyperparameterKind, bool> learned, RunSeeds seeds, CancellationToken cancellationToken)
    {
        using DisposeScope scope = NewDisposeScope();
        using ILearningTask task = setting.Learning(seeds);
        using InnerState state = new(setting.DrawWeights(seeds), schedules.Kinds.Count(learned), setting.Rule);
        GreedyProblem problem = GreedyProblem.Of(setting, task, schedules);
        return (OneStepHypergradients.Average(problem, learned, state, cancellationToken), state.Cost);
    }
}
