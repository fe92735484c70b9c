using Fds.Core.Curvature;
using Fds.Core.Quadratics;
using Fds.Core.Training;

namespace Fds.Core.Greedy;

/// <summary>What a greedy method learns on.</summary>
/// <param name="Inner">Horizon, clamps, and the schedules where the method does not move them. It is not pruned: Z must be that of every step.</param>
/// <param name="Engine">Evaluates losses.</param>
/// <param name="CostOfStep">What a step costs, in gradient steps, by the number of columns.</param>
/// <param name="Training">Mini-batches to train on.</param>
/// <param name="Validation">Mini-batches of held-out examples, one for each hypergradient.</param>
/// <param name="CostOfValidation">What a gradient over one of those costs, in gradient steps.</param>
internal sealed record GreedyProblem(
    InnerProblem Inner, ICurvatureEngine Engine, Func<int, double> CostOfStep, IBatchSource Training, IBatchSource Validation, double CostOfValidation)
{
    /// <summary>A network's.</summary>
    public static GreedyProblem Of(TrainingSetting setting, InnerProblem inner, EpochBatches training, EpochBatches validation) => new(
        inner,
        setting.Curvature.Create(setting.Network),
        setting.Curvature.CostOfStep,
        training,
        validation,
        RunCost.OfGradient(validation.BatchSize, setting.BatchSize));

    /// <summary>That of the quadratic problem, whose validation loss is the loss itself.</summary>
    public static GreedyProblem Of(QuadraticProblem quadratic, InnerProblem inner) =>
        new(inner, quadratic, CurvatureOptions.Default.CostOfStep, quadratic, quadratic, CostOfValidation: 1);
}
