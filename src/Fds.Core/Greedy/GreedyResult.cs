using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;

namespace Fds.Core.Greedy;

/// <summary>What one greedy run reached, and the schedule that it went through.</summary>
public sealed record GreedyResult
{
    /// <summary>How the run ended.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>Why it did not complete.</summary>
    public string? Reason { get; init; }

    /// <summary>How the final weights do on the whole validation split.</summary>
    public Evaluation Validation { get; init; } = new(double.NaN, double.NaN, 0, 0);

    /// <summary>The loss that naming every class with its share gives there; NaN where there are no classes, or the run did not come so far.</summary>
    public double PriorLoss { get; init; } = double.NaN;

    /// <summary>The values that the inner steps used, averaged over equal windows, to retrain with; null where the run did not complete.</summary>
    public PerKind<Schedule>? Trajectory { get; init; }

    /// <summary>The values after the last change, where the run ended.</summary>
    public required PerKind<double> Final { get; init; }

    /// <summary>For each kind, the share of its changes that the range cut short; 0 where it is not learned.</summary>
    public ImmutableArray<double> ShareAtRange { get; init; } = [];

    /// <summary>Inner steps done.</summary>
    public int Steps { get; init; }

    /// <summary>Cost in gradient steps: of the steps, 1 + 2k each with k columns; of the hypergradients, one each; of the final evaluation.</summary>
    public double GradientSteps { get; init; }
}
