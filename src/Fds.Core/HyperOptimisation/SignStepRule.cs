using Fds.Core.Schedules;

namespace Fds.Core.HyperOptimisation;

/// <summary>The outer update: a step of fixed length against the hypergradient's sign, shortened when the sign flips.</summary>
/// <remarks>
/// Micaelli and Storkey (2021), section 4: s = sign(h̄); if s·s' = −1 then η ← γη; λ ← λ − η s. Values are then projected onto
/// their range, which the paper leaves open.
/// </remarks>
/// <param name="StepDecay">γ in (0, 1).</param>
/// <param name="ConvergedBelow">A value has converged when flips have brought η / |λ| below this; 0: none ever has.</param>
public sealed record SignStepRule(double StepDecay, double ConvergedBelow)
{
    /// <summary>Number of updates in a row at the end of its range after which a value counts as resting there.</summary>
    private const int UpdatesToRest = 2;

    /// <summary>The next state of one value. A hypergradient of 0 or NaN moves nothing.</summary>
    public SignStepState Update(SignStepState state, double hypergradient, ValueRange range, ValueScale scale = ValueScale.Linear)
    {
        int sign = double.IsNaN(hypergradient) ? 0 : Math.Sign(hypergradient);
        bool flips = sign * state.PreviousSign == -1;
        double step = flips ? StepDecay * state.StepSize : state.StepSize;
        double wanted = sign == 0 ? state.Value : scale.Value(scale.Place(state.Value) - (step * sign));
        double value = range.Project(wanted);
        return state with
        {
            Value = value,
            StepSize = step,
            PreviousSign = sign,
            UpdatesAtRange = value == wanted ? 0 : flips ? 1 : state.UpdatesAtRange + 1,
            HasFlipped = state.HasFlipped || flips,
        };
    }

    /// <summary>Returns to an earlier value, because the update from it went too far. The next update is shorter.</summary>
    public SignStepState Undo(SignStepState state, double value) =>
        state with { Value = value, StepSize = StepDecay * state.StepSize, UpdatesAtRange = 0, Undone = state.Undone + 1 };

    /// <summary>
    /// Whether a value has converged: its sign has flipped and flips have brought its step below the bound, or it rests at the end of its
    /// range. A step that is short from the start, or because updates were undone, says nothing; nor does any step of a value of 0.
    /// </summary>
    /// <remarks>On a logarithmic scale the step is a ratio already.</remarks>
    public bool HasConverged(SignStepState state, ValueScale scale = ValueScale.Linear)
    {
        double byFlips = state.StepSize / Math.Pow(StepDecay, state.Undone);
        bool settled = state.HasFlipped && (scale != ValueScale.Linear ? byFlips < ConvergedBelow : state.Value != 0 && byFlips / Math.Abs(state.Value) < ConvergedBelow);
        return ConvergedBelow > 0 && (settled || state.UpdatesAtRange >= UpdatesToRest);
    }
}
