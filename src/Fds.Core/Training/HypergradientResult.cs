using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;

namespace Fds.Core.Training;

/// <summary>What one replica found at one outer step.</summary>
public sealed record HypergradientResult
{
    /// <summary>How the run ended. Only a completed run has a hypergradient.</summary>
    public required RunEnding Ending { get; init; }

    /// <summary>Why it did not complete.</summary>
    public string? Reason { get; init; }

    /// <summary>ĥ per requested column; empty where the run did not complete.</summary>
    public ImmutableArray<double> Hypergradient { get; init; } = [];

    /// <summary>The hypergradients of single inner steps, which reverse mode finds on the way; null in forward mode and where the run did not complete.</summary>
    public PerKind<ImmutableArray<double>>? StepHypergradients { get; init; }

    /// <summary>For each of these, its place among all columns of the run; empty where the run did not complete.</summary>
    public ImmutableArray<int> Columns { get; init; } = [];

    /// <summary>Share of the gradients' elements that were held at ±G over the run, in [0, 1]; null where they are not clamped or the run did not complete.</summary>
    public double? GradientClamped { get; init; }

    /// <summary>Per requested column, the share of its Hessian products' elements that were held at ±Hmax; empty where they are not clamped or the run did not complete.</summary>
    public ImmutableArray<double> ProductsClamped { get; init; } = [];

    /// <summary>How the final weights do on the validation split.</summary>
    public Evaluation Validation { get; init; } = new(double.NaN, double.NaN, 0, 0);

    /// <summary>The loss that naming every class with its share gives there; NaN where there are no classes, or the run did not come so far.</summary>
    public double PriorLoss { get; init; } = double.NaN;

    /// <summary>Whether the validation loss is lower.</summary>
    public bool AboveChance => Validation.Loss < PriorLoss;

    /// <summary>Inner steps done.</summary>
    public int Steps { get; init; }

    /// <summary>Cost in gradient steps.</summary>
    public double GradientSteps { get; init; }
}
