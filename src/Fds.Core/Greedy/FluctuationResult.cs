using System.Collections.Immutable;
using Fds.Core.Training;

namespace Fds.Core.Greedy;

/// <summary>The hypergradients of one seed along one trajectory, over the whole run and greedily.</summary>
public sealed record FluctuationResult
{
    /// <summary>How the run ended. Only a completed run has hypergradients.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>Why it did not complete.</summary>
    public string? Reason { get; init; }

    /// <summary>ĥ per window of the learned kinds, of the validation loss at the end of the run; empty where the run did not complete.</summary>
    public ImmutableArray<double> Hypergradient { get; init; } = [];

    /// <summary>Per window, the mean over its steps of the hypergradient of the validation loss right after the step; empty where the run did not complete.</summary>
    public ImmutableArray<double> GreedyHypergradient { get; init; } = [];

    /// <summary>How the final weights do on the validation split.</summary>
    public Evaluation Validation { get; init; } = new(double.NaN, double.NaN, 0, 0);

    /// <summary>The loss that naming every class with its share gives there; NaN where there are no classes, or the run did not come so far.</summary>
    public double PriorLoss { get; init; } = double.NaN;

    /// <summary>Inner steps done.</summary>
    public int Steps { get; init; }

    /// <summary>Cost in gradient steps of both passes over the trajectory.</summary>
    public double GradientSteps { get; init; }
}
