using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;

namespace Fds.Core.Training;

/// <summary>What one replica found at one outer step. Only a completed run has a hypergradient.</summary>
public sealed record HypergradientResult : RunResult
{
    /// <summary>ĥ per requested column; empty where the run did not complete.</summary>
    public ImmutableArray<double> Hypergradient { get; init; } = [];

    /// <summary>The hypergradients of single inner steps, which reverse mode finds on the way; null in forward mode and where the run did not complete.</summary>
    public PerKind<ImmutableArray<double>>? StepHypergradients { get; init; }

    /// <summary>For each of these, its place among all columns of the run; empty where the run did not complete.</summary>
    public ImmutableArray<int> Columns { get; init; } = [];

    /// <summary>Per requested column, the share of its Hessian products' elements that were held at ±Hmax; empty where they are not clamped or the run did not complete.</summary>
    public ImmutableArray<double> ProductsClamped { get; init; } = [];

    /// <summary>Whether the validation loss is lower than <see cref="RunResult.PriorLoss"/>.</summary>
    public bool AboveChance => Evaluation.Loss < PriorLoss;
}
