namespace Fds.Core.Training;

/// <summary>What one trial, or one segment of a trial, reached.</summary>
public sealed record TrialResult
{
    /// <summary>How the run ended.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>Why it did not complete.</summary>
    public string? Reason { get; init; }

    /// <summary>How the final weights do on the validation split.</summary>
    public Evaluation Validation { get; init; } = new(double.NaN, double.NaN, 0, 0);

    /// <summary>The loss that naming every class with its share gives there; NaN where there are no classes, or the run did not come so far.</summary>
    public double PriorLoss { get; init; } = double.NaN;

    /// <summary>Inner steps of the horizon done, those of the segments before among them.</summary>
    public int Steps { get; init; }

    /// <summary>Cost in gradient steps, that of the segments before left out.</summary>
    public double GradientSteps { get; init; }
}
