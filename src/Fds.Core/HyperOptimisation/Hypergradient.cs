using System.Collections.Immutable;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.HyperOptimisation;

/// <summary>The derivative of the validation loss at the end of a run with respect to the learned hyperparameters.</summary>
/// <remarks>Micaelli and Storkey (2021), sections 3 and 4.</remarks>
public static class Hypergradient
{
    /// <summary>∇L_val(θ_T)·Z_j for each requested column, not yet divided by the steps it was shared over.</summary>
    /// <param name="validationGradient">∇L_val(θ_T), shape [P].</param>
    /// <param name="tangents">Z and C at the end of the run.</param>
    /// <param name="columns">The columns.</param>
    public static ImmutableArray<double> Sum(Tensor validationGradient, TangentState tangents, ColumnLayout columns)
    {
        if (columns.Rows.IsEmpty)
        {
            return [];
        }

        using DisposeScope scope = NewDisposeScope();
        return [.. columns.RowOfRequest.Select(row => ProductOfRow(validationGradient, tangents.WeightTangents[row]))];
    }

    /// <summary>a·b in float64, whatever the type of the two, shapes [P]: a scalar tensor on their device, in the caller's dispose scope.</summary>
    internal static Tensor Product(Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        return (a.to(ScalarType.Float64) * b.to(ScalarType.Float64)).sum().MoveToOuterDisposeScope();
    }

    /// <summary>Of one row alone, so that it does not depend on how many others there are: a matrix product may.</summary>
    private static double ProductOfRow(Tensor gradient, Tensor row)
    {
        using DisposeScope scope = NewDisposeScope();
        return Product(gradient, row).item<double>();
    }

    /// <summary>ĥ_j = ∇L_val(θ_T)·Z_j / N_j: the average of the per-step hypergradients over a window.</summary>
    /// <param name="sums">The undivided values, one per requested column.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="updates">For each kind, the number of inner steps on which its tangents were updated.</param>
    public static ImmutableArray<double> Average(ImmutableArray<double> sums, ColumnLayout columns, ImmutableArray<int> updates) =>
        [.. sums.Select((sum, i) => sum / ContributingSteps(columns.Requested[i], columns, updates))];

    /// <summary>N: the steps that contributed to a window of a column's schedule, averaged over its windows.</summary>
    public static double ContributingSteps(Column column, ColumnLayout columns, ImmutableArray<int> updates) =>
        (double)updates[(int)column.Kind] / columns.WindowsOf(column);
}
