namespace Fds.Core.Training;

/// <summary>What any run reached: all there is to say of a trial or a retraining, and of other runs what they have in common.</summary>
public record RunResult
{
    /// <summary>How the run ended.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>Why it did not complete.</summary>
    public string? Reason { get; init; }

    /// <summary>How the final weights do: on the validation split, or on the test set for retraining.</summary>
    public Evaluation Evaluation { get; init; } = new(double.NaN, double.NaN, 0, 0);

    /// <summary>The loss that naming every class with its share of the training set, or the mean of real targets, gives there; NaN where there are no data, or the run did not come so far.</summary>
    public double PriorLoss { get; init; } = double.NaN;

    /// <summary>What was measured on the way.</summary>
    public RunMeasurements Measurements { get; init; } = new();

    /// <summary>Inner steps of the horizon done; of a segment of a trial, those of the segments before among them.</summary>
    public int Steps { get; init; }

    /// <summary>Cost in gradient steps; of a segment of a trial, that of the segments before left out.</summary>
    public double GradientSteps { get; init; }
}
