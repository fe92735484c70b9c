using Fds.Core.Schedules;

namespace Fds.Core.HyperOptimisation;

/// <summary>The outer update: a step of fixed length against the hypergradient's sign, shortened when the sign flips.</summary>
/// <remarks>
/// Micaelli and Storkey (2021), section 4: s = sign(h̄); if s·s' = −1 then η ← γη; λ ← λ − η s. Values are then projected onto
/// their range, which the paper leaves open.
/// </remarks>
/// <param name="StepDecay">γ in (0, 1).</param>
/// <param name="ConvergedBelow">A value has converged when η / |λ| is below this.</param>
public sealed record SignStepRule(double StepDecay, double ConvergedBelow)
{
    /// <summary>The next state of one value. A hypergradient of 0 or NaN moves nothing.</summary>
    public SignStepState Update(SignStepState state, double hypergradient, ValueRange range)
    {
        int sign = double.IsNaN(hypergradient) ? 0 : Math.Sign(hypergradient);
        double step = sign * state.PreviousSign == -1 ? StepDecay * state.StepSize : state.StepSize;
        double wanted = state.Value - (step * sign);
        double value = range.Project(wanted);
        return new(value, step, sign, AtRange: value != wanted);
    }

    /// <summary>Whether a value has converged. A value of 0 has not; a negative one is judged by its magnitude.</summary>
    public bool HasConverged(SignStepState state) => state.Value != 0 && state.StepSize / Math.Abs(state.Value) < ConvergedBelow;
}
