using System.Collections.Immutable;
using Fds.Core.Training;

namespace Fds.Core.Greedy;

/// <summary>The hypergradients of one seed along one trajectory, over the whole run and greedily. Only a completed run has them. It costs both passes over the trajectory.</summary>
public sealed record FluctuationResult : RunResult
{
    /// <summary>ĥ per window of the learned kinds, of the validation loss at the end of the run; empty where the run did not complete.</summary>
    public ImmutableArray<double> Hypergradient { get; init; } = [];

    /// <summary>Per window, the mean over its steps of the hypergradient of the validation loss right after the step; empty where the run did not complete.</summary>
    public ImmutableArray<double> GreedyHypergradient { get; init; } = [];
}
