using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;

namespace Fds.Core.Greedy;

/// <summary>
/// What a greedy method sees along the trajectory of fixed schedules: after every step the hypergradient through that step alone, averaged
/// over the steps of each window.
/// </summary>
internal static class OneStepHypergradients
{
    /// <summary>Trains to the end of the horizon.</summary>
    /// <param name="problem">What is trained on, and with which schedules.</param>
    /// <param name="learned">Which kinds are asked for.</param>
    /// <param name="state">Has one row for each learned kind.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    /// <returns>One value per window of the learned kinds, in the order of <see cref="ColumnLayout.All"/>; empty where the run diverged.</returns>
    public static ImmutableArray<double> Average(
        GreedyProblem problem, Func<HyperparameterKind, bool> learned, InnerState state, CancellationToken cancellationToken)
    {
        InnerProblem inner = problem.Inner;
        Column[] columns = [.. ColumnLayout.All(inner.Schedules, learned)];
        double[] averages = new double[columns.Length];
        RealTimeHypergradient oneStep = new(problem, learned, interval: 1, discount: null);
        StepLoop loop = oneStep.Steps(state, source: null, (step, _, found) =>
        {
            for (int i = 0; i < found.Length; i++)
            {
                int windows = inner.Schedules[oneStep.Kinds[i]].Windows;
                int window = Windows.At(step, inner.Horizon, windows);
                averages[Array.IndexOf(columns, new(oneStep.Kinds[i], window))] += found[i] / Windows.Length(window, inner.Horizon, windows);
            }
        });
        return loop.Run(cancellationToken).Diverged is null ? [.. averages] : [];
    }
}
