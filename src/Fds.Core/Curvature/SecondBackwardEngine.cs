using Fds.Core.Networks;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>
/// Hessian products by differentiating the gradient once more: one extra backward pass through the gradient's graph for each
/// direction (Pearlmutter, 1994, by reverse over reverse). Works for any network that autograd can differentiate twice.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="statistics">Running statistics of normalisation to update on the way; null to keep none.</param>
/// <param name="noise">For training: says the seed of what a user's own network draws at the evaluation at hand. Null: for judging, where it draws nothing and has no loss of its own.</param>
public sealed class SecondBackwardEngine(Network network, NormalisationStatistics? statistics = null, Func<long>? noise = null) : ICurvatureEngine
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
        Tensor[] own = [.. network.Leaves];
        Tensor point = own.Length > 0 ? weights : weights.detach().requires_grad_();
        Tensor[] leaves = own.Length > 0 ? own : [point];
        Tensor logits = statistics is null ? network.Forward(point, images, twice: true, noise?.Invoke()) : network.Forward(point, images, statistics, training: true, noise?.Invoke());
        Tensor loss = noise is null ? network.Loss.Mean(logits, labels) : network.TrainingLoss(logits, labels);
        Tensor gradient = Derivative(loss, null, leaves, retain: differentiable, differentiable);
        Tensor tangents = directions(gradient.detach());
        long columns = tangents.shape[0];
        Tensor products = empty_like(tangents);
        for (long column = 0; column < columns; column++)
        {
            // H is symmetric, so the vector-Jacobian product of the gradient is the Hessian product.
            products[column].copy_(Derivative(gradient, tangents[column], leaves, retain: column + 1 < columns, differentiable: false));
        }

        return new(
            loss.detach().MoveToOuterDisposeScope(),
            gradient.detach().MoveToOuterDisposeScope(),
            products.MoveToOuterDisposeScope());
    }

    /// <summary>The derivative of a value by the leaves, flat, shape [P].</summary>
    private static Tensor Derivative(Tensor value, Tensor? direction, Tensor[] leaves, bool retain, bool differentiable)
    {
        Tensor[] parts = [.. Differentiation.Of(value, direction, leaves, retain, differentiable).Select(part => part.reshape(-1))];
        return parts.Length == 1 ? parts[0] : cat(parts);
    }
}
