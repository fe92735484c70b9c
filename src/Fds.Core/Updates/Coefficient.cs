using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Updates;

/// <summary>One hyperparameter at one inner step: a number for all weights, or a number for each weight.</summary>
/// <param name="Value">The number for all weights; unused where each weight has its own.</param>
/// <param name="PerWeight">Shape [P], in the dispose scope of the step; null: the same for all.</param>
public readonly record struct Coefficient(double Value, Tensor? PerWeight = null)
{
    /// <summary>1 − c.</summary>
    internal Coefficient OneMinus() => PerWeight is { } each ? new(double.NaN, each.neg().Increase(1)) : new(1 - Value);

    /// <summary>1 − cⁿ with n = t + 1: the share that a mean with this memory has of its n values.</summary>
    /// <param name="step">t.</param>
    internal Coefficient BiasLeft(int step) => PerWeight is { } each ? new(double.NaN, Power(each, step + 1).neg_().Increase(1)) : new(1 - Math.Pow(Value, step + 1));

    /// <summary>n cⁿ⁻¹ / (1 − cⁿ) with n = t + 1: by what a mean that is divided by <see cref="BiasLeft"/> grows with c.</summary>
    /// <param name="step">t.</param>
    internal Coefficient BiasSlope(int step) => PerWeight is { } each
        ? new(double.NaN, Power(each, step).Scale(step + 1).div_(BiasLeft(step).PerWeight!))
        : new((step + 1) * Math.Pow(Value, step) / BiasLeft(step).Value);

    private static Tensor Power(Tensor x, int power)
    {
        using Scalar held = power.ToScalar();
        return x.pow(held);
    }
}
