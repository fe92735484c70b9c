using System.Collections.Immutable;
using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>A network as a function of flat weights θ, shape [P], and images, shape [B, C, H, W]. It holds no values.</summary>
public sealed class Network
{
    private readonly ImmutableArray<ILayer> layers;

    internal Network(string name, IEnumerable<ILayer> layers)
    {
        Name = name;
        this.layers = [.. layers];
        Layout = new ParameterLayout(this.layers.SelectMany(layer => layer.Parameters));
    }

    /// <summary>The name it was made from, e.g. <c>wrn-16-1</c>.</summary>
    public string Name { get; }

    /// <summary>Where each parameter lies in the flat weights.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Logits, shape [B, classes], normalising with the batch's own statistics.</summary>
    public Tensor Forward(Tensor weights, Tensor images) => Walk(images, new ForwardPass(Layout, weights, null, training: true));

    /// <summary>
    /// Logits, shape [B, classes]. While <paramref name="training"/>, normalisation uses the batch's statistics and updates the
    /// running ones; otherwise it uses the running ones.
    /// </summary>
    public Tensor Forward(Tensor weights, Tensor images, NormalisationStatistics statistics, bool training) =>
        Walk(images, new ForwardPass(Layout, weights, statistics, training));

    /// <summary>The network at one mini-batch, with the rules by which tangents and gradients go through it.</summary>
    internal ChainTrace Trace(Tensor images, TracePass pass) => new(layers, new(images, IsData: true), pass);

    private Tensor Walk(Tensor images, ForwardPass pass) => layers.Aggregate(images, (input, layer) => layer.Apply(input, pass));
}
