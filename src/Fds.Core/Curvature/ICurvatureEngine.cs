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
    /// <param name="images">Inputs, shape [B, C, H, W], of the type of the weights; tokens, shape [B, T], int64, of a gpt.</param>
    /// <param name="labels">Classes, shape [B], int64; [B, T] of tokens.</param>
    /// <param name="tangents">Directions, shape [k, P], one row per column of the tangent; k may be 0.</param>
    CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents);

    /// <summary>The same along directions that depend on the gradient found at these weights.</summary>
    /// <param name="weights">θ, shape [P].</param>
    /// <param name="images">Inputs, shape [B, C, H, W], of the type of the weights; tokens, shape [B, T], int64, of a gpt.</param>
    /// <param name="labels">Classes, shape [B], int64; [B, T] of tokens.</param>
    /// <param name="directions">Makes directions of shape [k, P] from ∇L, shape [P], which it must not change. Called once.</param>
    CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions);
}
