using Fds.Core.Curvature;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>Evaluates no Hessian products, where every direction is known to be 0.</summary>
internal sealed class ProductlessEngine(ICurvatureEngine engine) : ICurvatureEngine
{
    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Evaluate(weights, images, labels, _ => tangents);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions)
    {
        using DisposeScope scope = NewDisposeScope();
        CurvatureEvaluation evaluation = engine.Evaluate(weights, images, labels, zeros([0, weights.shape[0]], weights.dtype, weights.device));
        Tensor tangents = directions(evaluation.Gradient);
        return new(evaluation.Loss.MoveToOuterDisposeScope(), evaluation.Gradient.MoveToOuterDisposeScope(), zeros_like(tangents).MoveToOuterDisposeScope());
    }
}
