using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>Moves the learning rate by the training loss's own hypergradient, just before the step that uses it.</summary>
/// <remarks>
/// Since θ_t = θ_{t−1} − α v_t, dL_t(θ_t)/dα = −g_t·v_t. Baydin et al. (ICLR 2018) state it for plain SGD, where v_t is g_{t−1}, and
/// for other update rules, Adam among them, with their direction in its place. It costs two dot products.
/// </remarks>
/// <param name="rule">How a step makes weights of a gradient.</param>
/// <param name="trajectory">The values to move.</param>
/// <param name="hyperStep">κ or η.</param>
/// <param name="multiplicative">Whether the change is relative.</param>
internal sealed class HypergradientDescent(IUpdateRule rule, GreedyTrajectory trajectory, double hyperStep, bool multiplicative) : ICoefficientSource
{
    /// <inheritdoc/>
    public PerKind<double> At(int step, Tensor gradient, InnerState state)
    {
        if (step > 0)
        {
            using DisposeScope scope = NewDisposeScope();
            Move(gradient, rule.Direction(step - 1, state, trajectory.Current.Select(value => new Coefficient(value))));
        }

        return trajectory.At(step, gradient, state);
    }

    private void Move(Tensor gradient, Tensor direction)
    {
        double rate = trajectory.Current.LearningRate;
        double product = GradientProduct.Of(gradient, direction);
        double norms = multiplicative ? Math.Sqrt(GradientProduct.Of(gradient, gradient) * GradientProduct.Of(direction, direction)) : 1;
        double change = multiplicative && norms > 0 ? rate * product / norms : product;
        trajectory.Move(HyperparameterKind.LearningRate, rate + (hyperStep * change));
    }
}
