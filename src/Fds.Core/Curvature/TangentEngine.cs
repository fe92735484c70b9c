using Fds.Core.Networks;
using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>
/// Hessian products of the built-in networks by forward over reverse: tangents of all columns of a chunk are carried together beside
/// the values, forward through the layers and back beside the gradient, so that each layer makes a handful of large calls. Exact.
/// </summary>
/// <param name="network">The network, normalising with each mini-batch's own statistics.</param>
/// <param name="chunk">How many columns are carried at once; null: as many as <see cref="TangentMemory"/> allows.</param>
/// <remarks>Pearlmutter, Fast exact multiplication by the Hessian (1994), section 3.</remarks>
public sealed class TangentEngine(Network network, int? chunk = null) : ICurvatureEngine
{
    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Evaluate(weights, images, labels, _ => tangents);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor gradient = empty_like(weights);
        TracePass pass = new(network.Layout, weights, gradient);
        ChainTrace trace = network.Trace(images, pass);
        CrossEntropyTrace loss = new(trace.Output.Value, labels);
        trace.Backward(loss.Gradient);

        Tensor tangents = directions(gradient);
        Tensor products = empty_like(tangents);
        int columns = (int)tangents.shape[0];
        int width = chunk ?? TangentMemory.Chunk(columns, trace.ElementsPerColumn * weights.ElementSize, weights.device);
        for (int first = 0; first < columns; first += width)
        {
            using DisposeScope chunkScope = NewDisposeScope();
            int count = Math.Min(width, columns - first);
            Tensor chunkOfTangents = tangents.narrow(0, first, count);

            // A copy begins on an aligned address as the first rows do: a column's products must not depend on the rows before it.
            pass.Begin(first == 0 ? chunkOfTangents : chunkOfTangents.clone(), products.narrow(0, first, count));
            trace.PullBack(loss.PushForward(trace.PushForward(null)!));
        }

        return new(loss.Value.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope(), products.MoveToOuterDisposeScope());
    }
}
