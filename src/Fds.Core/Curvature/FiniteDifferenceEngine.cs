using Fds.Core.Networks;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>
/// Approximate Hessian products, (∇L(θ + h z) − ∇L(θ − h z)) / 2h with h = ε^(⅔) (1 + ‖θ‖) / ‖z‖ and ε the precision of the type. A
/// smooth function would take a longer step, ∛ε; here each rectifier that switches between the two points adds its whole step in slope,
/// and the error is soon larger than the product: see docs/performance.md before using it.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="noise">For training: says the seed of what a user's own network draws at the evaluation at hand. Null: for judging, where it draws nothing and has no loss of its own.</param>
/// <remarks>Nocedal and Wright, Numerical Optimization (2006), section 8.1.</remarks>
public sealed class FiniteDifferenceEngine(Network network, Func<long>? noise = null) : ICurvatureEngine
{
    private const double Exponent = 2.0 / 3;
    private const double SinglePrecision = 1.1920929e-7;
    private const double DoublePrecision = 2.220446049250313e-16;
    private const double SmallestNorm = 1e-30;
    private readonly SecondBackwardEngine gradients = new(network, noise: noise);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Evaluate(weights, images, labels, _ => tangents);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor none = zeros([0, weights.shape[0]], weights.dtype, weights.device);
        CurvatureEvaluation centre = gradients.Evaluate(weights, images, labels, none);
        Tensor tangents = directions(centre.Gradient);
        Tensor products = empty_like(tangents);
        double precision = weights.dtype == ScalarType.Float64 ? DoublePrecision : SinglePrecision;
        for (long column = 0; column < tangents.shape[0]; column++)
        {
            using DisposeScope columnScope = NewDisposeScope();
            Tensor direction = tangents[column];
            Tensor step = weights.norm().Increase(1).Scale(Math.Pow(precision, Exponent)) / direction.norm().clamp_min(SmallestNorm.Kept());
            Tensor offset = direction * step;
            Tensor ahead = gradients.Evaluate(weights.Plus(offset), images, labels, none).Gradient;
            Tensor behind = gradients.Evaluate(weights - offset, images, labels, none).Gradient;
            products[column].copy_(ahead.sub_(behind).div_(step.Scale(2)));
        }

        return new(centre.Loss.MoveToOuterDisposeScope(), centre.Gradient.MoveToOuterDisposeScope(), products.MoveToOuterDisposeScope());
    }
}
