namespace Fds.Core.Training;

/// <summary>What training from scratch with a fixed schedule reached.</summary>
public sealed record RetrainingResult
{
    /// <summary>How the run ended.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>Why it did not complete.</summary>
    public string? Reason { get; init; }

    /// <summary>How the final weights do on the test set.</summary>
    public Evaluation Test { get; init; } = new(double.NaN, double.NaN, 0, 0);

    /// <summary>The loss that naming every class with its share of the training set gives there; NaN where there are no classes, or the run did not come so far.</summary>
    public double PriorLoss { get; init; } = double.NaN;

    /// <summary>Inner steps done.</summary>
    public int Steps { get; init; }

    /// <summary>Cost in gradient steps.</summary>
    public double GradientSteps { get; init; }
}
