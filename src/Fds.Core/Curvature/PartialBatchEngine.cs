using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>
/// Loss and gradient of the whole mini-batch, Hessian products of its first part only: a cheaper, unbiased estimate, since the order
/// of a mini-batch is random. Batch normalisation sees the part's own statistics.
/// </summary>
/// <param name="engine">What evaluates both.</param>
/// <param name="fraction">Share of the mini-batch, in (0, 1]; rounded up to whole examples.</param>
public sealed class PartialBatchEngine(ICurvatureEngine engine, double fraction) : ICurvatureEngine
{
    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Evaluate(weights, images, labels, _ => tangents);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor none = zeros([0, weights.shape[0]], weights.dtype, weights.device);
        CurvatureEvaluation whole = engine.Evaluate(weights, images, labels, none);
        Tensor tangents = directions(whole.Gradient);
        Tensor products = empty_like(tangents);
        if (tangents.shape[0] > 0)
        {
            long part = (long)Math.Ceiling(fraction * images.shape[0]);
            products.copy_(engine.Evaluate(weights, images.narrow(0, 0, part), labels.narrow(0, 0, part), tangents).Products);
        }

        return new(whole.Loss.MoveToOuterDisposeScope(), whole.Gradient.MoveToOuterDisposeScope(), products.MoveToOuterDisposeScope());
    }
}
