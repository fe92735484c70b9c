using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>Training during which a greedy method moves the hyperparameters, whatever the losses are.</summary>
internal static class GreedyTraining
{
    /// <summary>K: how many tangent columns the method carries.</summary>
    public static int ColumnsOf(GreedySettings settings) => settings.IsHypergradientDescent ? 0 : settings.Hyperparameters.Kinds.Count(settings.IsLearned);

    /// <summary>The steps of a run.</summary>
    /// <param name="settings">The method and its settings.</param>
    /// <param name="problem">What is learned on.</param>
    /// <param name="state">Has as many columns as the method carries.</param>
    /// <param name="trajectory">The values to move.</param>
    public static StepLoop Steps(GreedySettings settings, GreedyProblem problem, InnerState state, GreedyTrajectory trajectory) =>
        settings.IsHypergradientDescent ? Descend(settings, problem, state, trajectory) : FollowValidation(settings, problem, state, trajectory);

    private static StepLoop Descend(GreedySettings settings, GreedyProblem problem, InnerState state, GreedyTrajectory trajectory)
    {
        HypergradientDescent descent = new(problem.Inner.Update, trajectory, settings.Hyperparameters.LearningRate.Step ?? 0, settings.Method == GreedyMethod.HdMultiplicative);
        return new()
        {
            Inner = new(problem.Inner, new([], problem.Inner.Schedules, problem.Inner.Horizon), problem.Engine, problem.Training, descent),
            State = state,
            Horizon = problem.Inner.Horizon,
            CostOfStep = problem.CostOfStep,
        };
    }

    private static StepLoop FollowValidation(GreedySettings settings, GreedyProblem problem, InnerState state, GreedyTrajectory trajectory)
    {
        GreedyAdaptation adaptation = trajectory.Adaptation;
        GradientMemory? memory = settings.FixedDiscount is null ? new(trajectory, zeros_like(state.Weights)) : null;
        RealTimeHypergradient hypergradient = new(problem, settings.IsLearned, settings.Interval, settings.FixedDiscount == 0 ? null : () => adaptation.Discount);
        return hypergradient.Steps(state, (ICoefficientSource?)memory ?? trajectory, (_, gradient, found) =>
        {
            for (int i = 0; i < found.Length; i++)
            {
                HyperparameterKind kind = hypergradient.Kinds[i];
                trajectory.Move(kind, trajectory.Current[kind] - (adaptation.Step(kind) * found[i]));
                adaptation.FollowChange(kind, found[i], trajectory.Current[kind]);
            }

            if (memory is not null)
            {
                adaptation.FollowAgreement(trajectory.Current.LearningRate, memory.ProductWith(gradient));
            }
        });
    }
}
