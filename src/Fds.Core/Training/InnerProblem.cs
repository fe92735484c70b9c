using System.Collections.Immutable;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Updates;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>One run of the inner problem: schedules over a horizon, clamps and pruning.</summary>
/// <param name="Schedules">α, β and ξ.</param>
/// <param name="Horizon">T, in inner steps.</param>
/// <param name="GradientClamp">G: gradients are clamped elementwise to ±G; null is off.</param>
/// <param name="HessianProductClamp">Products M ⊙ (H Z) are clamped elementwise to ± this; null is off.</param>
/// <param name="Pruning">Steps on which tangents are left untouched.</param>
/// <param name="Rule">How a step makes weights and moments of a gradient; null: SGD.</param>
/// <param name="Groups">The groups of weights that have schedules of their own; null: there are none.</param>
public sealed record InnerProblem(
    PerKind<Schedule> Schedules, int Horizon, double? GradientClamp = null, double? HessianProductClamp = null, Pruning Pruning = default, IUpdateRule? Rule = null,
    ParameterGroups? Groups = null)
{
    /// <summary>Number of classes of the targets; null: they are real numbers, or there are none.</summary>
    public int? Classes { get; init; }

    /// <summary>Whether the loss has smoothed targets: <see cref="LabelSmoothing"/>.</summary>
    public bool Smooths => Schedules.Kinds.Contains(HyperparameterKind.LabelSmoothing);

    /// <summary>How a step makes weights and moments of a gradient.</summary>
    public IUpdateRule Update => Rule ?? SgdRule.Instance;

    /// <summary>The values in force at an inner step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="weights">θ, shape [P], for the type and device of values that weights have singly. Those are in the caller's dispose scope.</param>
    public PerKind<Coefficient> At(int step, Tensor weights) => Schedules.Select(schedule =>
    {
        ImmutableArray<double> values = schedule.At(step, Horizon);
        return schedule.IsGrouped ? new Coefficient(double.NaN, Groups!.Spread(values, weights)) : new Coefficient(values[0]);
    });
}
