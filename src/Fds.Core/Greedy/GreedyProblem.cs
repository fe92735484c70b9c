using Fds.Core.Curvature;
using Fds.Core.Schedules;
using Fds.Core.Training;

namespace Fds.Core.Greedy;

/// <summary>What a greedy method learns on.</summary>
/// <param name="Inner">Horizon, clamps, and the schedules where the method does not move them. It is not pruned: Z must be that of every step.</param>
/// <param name="Engine">Evaluates losses.</param>
/// <param name="Judging">Evaluates losses of what is held out.</param>
/// <param name="CostOfStep">What a step costs, in gradient steps, by the number of columns.</param>
/// <param name="Training">Mini-batches to train on.</param>
/// <param name="Validation">Mini-batches of held-out examples, one for each hypergradient.</param>
/// <param name="CostOfValidation">What a gradient over one of those costs, in gradient steps.</param>
internal sealed record GreedyProblem(
    InnerProblem Inner, ICurvatureEngine Engine, ICurvatureEngine Judging, Func<int, double> CostOfStep, IBatchSource Training, IBatchSource Validation, double CostOfValidation)
{
    /// <summary>A run's.</summary>
    public static GreedyProblem Of(RunSetting setting, ILearningTask task, PerKind<Schedule> schedules) => new(
        setting.Inner(schedules, task.Horizon) with { Pruning = default },
        task.Engine,
        task.Judging,
        setting.Curvature.CostOfStep,
        task.Training,
        task.HeldOut,
        task.CostOfHeldOut);
}
