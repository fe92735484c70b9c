using Fds.Core.Schedules;

namespace Fds.Core.HyperOptimisation;

/// <summary>The outer update by Adam on each value's own scale: noise averages out over outer steps, and equal steps are equally large changes.</summary>
/// <remarks>
/// Kingma and Ba, "Adam" (2015), algorithm 1, on u, the value's place on its scale: m ← β₁m + (1−β₁)g, s ← β₂s + (1−β₂)g²,
/// u ← u − η m̂ / √ŝ with m̂ = m / (1−β₁ⁿ), ŝ = s / (1−β₂ⁿ). A value whose derivatives change sign moves little: its m̂ is small beside √ŝ.
/// The decays are shorter than Adam's usual ones, because a study has tens of outer steps and not thousands.
/// </remarks>
public sealed record AdamRule
{
    /// <summary>β₁.</summary>
    public double FirstDecay { get; init; } = 0.8;

    /// <summary>β₂.</summary>
    public double SecondDecay { get; init; } = 0.95;

    /// <summary>Factor on the length of updates when one was undone.</summary>
    public double StepDecay { get; init; } = 0.5;

    /// <summary>The next state of one value. A derivative of 0 counts; one of NaN is passed over.</summary>
    /// <param name="state">The value before.</param>
    /// <param name="derivative">g: the derivative of the loss by the value's place on its scale.</param>
    /// <param name="scale">The value's scale.</param>
    /// <param name="range">Where the value may lie.</param>
    public AdamState Update(AdamState state, double derivative, ValueScale scale, ValueRange range)
    {
        if (double.IsNaN(derivative))
        {
            return state;
        }

        int updates = state.Updates + 1;
        double first = (FirstDecay * state.FirstMoment) + ((1 - FirstDecay) * derivative);
        double second = (SecondDecay * state.SecondMoment) + ((1 - SecondDecay) * derivative * derivative);
        double root = Math.Sqrt(second / (1 - Math.Pow(SecondDecay, updates)));
        double distance = root == 0 ? 0 : state.StepSize * (first / (1 - Math.Pow(FirstDecay, updates))) / root;
        double wanted = scale.Value(scale.Place(state.Value) - distance);
        double value = distance == 0 ? state.Value : range.Project(wanted);
        return state with { Value = value, FirstMoment = first, SecondMoment = second, Updates = updates, AtRange = distance != 0 && value != wanted };
    }

    /// <summary>
    /// Returns to an earlier value, because the updates since then went too far. The next updates are shorter, and the accumulated
    /// derivatives are reset.
    /// </summary>
    public AdamState Undo(AdamState state, double value) => new(value, StepDecay * state.StepSize);
}
