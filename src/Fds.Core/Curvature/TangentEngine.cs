using Fds.Core.Networks;
using Fds.Core.Networks.Traces;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>
/// Hessian products of the built-in networks by forward over reverse: tangents of all columns of a chunk are carried together beside
/// the values, forward through the layers and back beside the gradient, so that each layer makes a handful of large calls. Exact. If
/// there is no memory for a chunk, the engine continues with half as many columns.
/// </summary>
/// <param name="network">The network, normalising with each mini-batch's own statistics.</param>
/// <param name="chunk">How many columns are carried at once, at most; null: as many as <see cref="TangentMemory"/> allows. A network whose channels come last takes one.</param>
/// <remarks>Pearlmutter, Fast exact multiplication by the Hessian (1994), section 3.</remarks>
public sealed class TangentEngine(Network network, int? chunk = null) : ICurvatureEngine
{
    /// <summary>The most columns for which there was memory so far.</summary>
    private int widest = int.MaxValue;

    /// <summary>Told how many columns are about to be carried at once.</summary>
    internal Action<int> Carries { get; init; } = _ => { };

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Evaluate(weights, images, labels, _ => tangents);

    /// <inheritdoc/>
    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor gradient = empty_like(weights);
        TracePass pass = new(network.Layout, weights, gradient, scope);
        ChainTrace trace = network.Trace(images, pass);
        ILossTrace loss = network.Loss.Trace(trace.Output.Value, labels);
        trace.Backward(loss.Gradient);

        Tensor tangents = directions(gradient);
        Tensor products = empty_like(tangents);
        int columns = (int)tangents.shape[0];
        int width = network.TakesColumnsSingly(images)
            ? 1
            : Math.Min(widest, chunk ?? TangentMemory.Chunk(columns, trace.ElementsPerColumn * weights.ElementSize, weights.device));
        for (int first = 0; first < columns;)
        {
            int count = Math.Min(width, columns - first);
            try
            {
                Carry(trace, loss, pass, tangents.narrow(0, first, count), products.narrow(0, first, count), first == 0);
                first += count;
            }
            catch (Exception e) when (count > 1 && OutOfMemory.Is(e))
            {
                // Only the chunk's own products were written. The run continues with half as many columns, also at later steps.
                width = widest = (count + 1) / 2;
                TensorMemory.GiveBack();
            }
        }

        return new(loss.Value.MoveToOuterDisposeScope(), gradient.MoveToOuterDisposeScope(), products.MoveToOuterDisposeScope());
    }

    private void Carry(ChainTrace trace, ILossTrace loss, TracePass pass, Tensor tangents, Tensor products, bool isFirst)
    {
        using DisposeScope scope = NewDisposeScope();
        Carries((int)tangents.shape[0]);

        // A copy begins on an aligned address as the first rows do: a column's products must not depend on the rows before it.
        pass.Begin(isFirst ? tangents : tangents.clone(), products);
        trace.PullBack(loss.PushForward(trace.PushForward(null)!));
    }
}
