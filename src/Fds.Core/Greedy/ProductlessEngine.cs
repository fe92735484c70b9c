using Fds.Core.Curvature;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>Evaluates no Hessian products, where every direction is known to be 0.</summary>
internal sealed class ProductlessEngine(ICurvatureEngine engine) : ICurvatureEngine
{
    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents)
    {
        using DisposeScope scope = NewDisposeScope();
        CurvatureEvaluation evaluation = engine.Evaluate(weights, images, labels, tangents.narrow(0, 0, 0));
        return new(evaluation.Loss.MoveToOuterDisposeScope(), evaluation.Gradient.MoveToOuterDisposeScope(), zeros_like(tangents).MoveToOuterDisposeScope());
    }
}
