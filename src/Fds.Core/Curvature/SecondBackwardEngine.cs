using Fds.Core.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>
/// Hessian products by differentiating the gradient once more: one extra backward pass through the gradient's graph for each
/// direction (Pearlmutter, 1994, by reverse over reverse). Works for any network that autograd can differentiate twice.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="statistics">Running statistics of normalisation to update on the way; null to keep none.</param>
public sealed class SecondBackwardEngine(Network network, NormalisationStatistics? statistics = null) : ICurvatureEngine
{
    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) =>
        Evaluate(weights, images, labels, _ => tangents, differentiable: tangents.shape[0] > 0);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions) =>
        Evaluate(weights, images, labels, directions, differentiable: true);

    private CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions, bool differentiable)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor point = weights.detach().requires_grad_();
        Tensor logits = statistics is null ? network.Forward(point, images, twice: true) : network.Forward(point, images, statistics, training: true);
        Tensor loss = nn.functional.cross_entropy(logits, labels);
        Tensor gradient = autograd.grad([loss], [point], retain_graph: differentiable, create_graph: differentiable)[0];
        Tensor tangents = directions(gradient.detach());
        long columns = tangents.shape[0];
        Tensor products = empty_like(tangents);
        for (long column = 0; column < columns; column++)
        {
            // H is symmetric, so the vector-Jacobian product of the gradient is the Hessian product.
            Tensor product = autograd.grad([gradient], [point], [tangents[column]], retain_graph: column + 1 < columns)[0];
            products[column].copy_(product);
        }

        return new(
            loss.detach().MoveToOuterDisposeScope(),
            gradient.detach().MoveToOuterDisposeScope(),
            products.MoveToOuterDisposeScope());
    }
}
