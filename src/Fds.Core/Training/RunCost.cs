namespace Fds.Core.Training;

/// <summary>Counts the cost of a run in gradient steps: one forward and backward pass over one mini-batch at fixed weights.</summary>
/// <remarks>What Hessian products add to an inner step, <see cref="Curvature.CurvatureOptions.CostOfStep"/> says.</remarks>
public static class RunCost
{
    private const double ForwardShare = 1.0 / 3;

    /// <summary>Cost of a gradient over examples that are no whole mini-batch.</summary>
    public static double OfGradient(int examples, int batchSize) => (double)examples / batchSize;

    /// <summary>Cost of a forward pass over examples.</summary>
    public static double OfEvaluation(int examples, int batchSize) => ForwardShare * examples / batchSize;
}
