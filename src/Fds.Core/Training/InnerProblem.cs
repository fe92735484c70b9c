using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Updates;

namespace Fds.Core.Training;

/// <summary>One run of the inner problem: schedules over a horizon, clamps and pruning.</summary>
/// <param name="Schedules">α, β and ξ.</param>
/// <param name="Horizon">T, in inner steps.</param>
/// <param name="GradientClamp">G: gradients are clamped elementwise to ±G; null is off.</param>
/// <param name="HessianProductClamp">Products M ⊙ (H Z) are clamped elementwise to ± this; null is off.</param>
/// <param name="Pruning">Steps on which tangents are left untouched.</param>
/// <param name="Rule">How a step makes weights and velocity of a gradient; null: SGD.</param>
public sealed record InnerProblem(
    PerKind<Schedule> Schedules, int Horizon, double? GradientClamp = null, double? HessianProductClamp = null, Pruning Pruning = default, IUpdateRule? Rule = null)
{
    /// <summary>How a step makes weights and velocity of a gradient.</summary>
    public IUpdateRule Update => Rule ?? SgdRule.Instance;

    /// <summary>The values in force at an inner step.</summary>
    public PerKind<double> At(int step) => Schedules.Select(schedule => schedule.At(step, Horizon));
}
