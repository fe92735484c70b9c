using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>Evaluates the loss of a mini-batch at fixed weights together with the products of its Hessian with given directions.</summary>
public interface ICurvatureEngine
{
    /// <summary>
    /// Loss L, gradient ∇L and products H·z for every row z of <paramref name="tangents"/>. The Hessian H is never formed, and
    /// nothing is clamped. The result belongs to the caller's dispose scope.
    /// </summary>
    /// <param name="weights">θ, shape [P].</param>
    /// <param name="images">Inputs, shape [B, …], of the type of the weights, or tokens, int64.</param>
    /// <param name="labels">Targets: classes, shape [B] or [B, T], int64, or their probabilities, [B, C] or [B, T, C], or real numbers, shape [B, D].</param>
    /// <param name="tangents">Directions, shape [k, P], one row per column of the tangent; k may be 0.</param>
    CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents);

    /// <summary>The same along directions that depend on the gradient found at these weights.</summary>
    /// <param name="weights">θ, shape [P].</param>
    /// <param name="images">Inputs, shape [B, …], of the type of the weights, or tokens, int64.</param>
    /// <param name="labels">Targets: classes, shape [B] or [B, T], int64, or their probabilities, [B, C] or [B, T, C], or real numbers, shape [B, D].</param>
    /// <param name="directions">Makes directions of shape [k, P] from ∇L, shape [P], which it must not change. Called once.</param>
    CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions);
}
