namespace Fds.Core.Training;

/// <summary>Counts the cost of a run in gradient steps: one forward and backward pass over one mini-batch at fixed weights.</summary>
/// <remarks>An exact Hessian product needs twice the arithmetic of a gradient, so a column costs two gradient steps per update.</remarks>
public static class RunCost
{
    /// <summary>Cost of a column's update in gradient steps.</summary>
    public const double PerColumn = 2;

    private const double ForwardShare = 1.0 / 3;

    /// <summary>Cost of one inner step that updates a number of columns.</summary>
    public static double OfStep(int columns) => 1 + (PerColumn * columns);

    /// <summary>Cost of a gradient over examples that are no whole mini-batch.</summary>
    public static double OfGradient(int examples, int batchSize) => (double)examples / batchSize;

    /// <summary>Cost of a forward pass over examples.</summary>
    public static double OfEvaluation(int examples, int batchSize) => ForwardShare * examples / batchSize;
}
