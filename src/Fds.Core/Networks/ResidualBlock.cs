using Fds.Core.Networks.Traces;
using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>x + path(normalised x): a block of a transformer that normalises first.</summary>
/// <param name="normalisation">What the path begins with.</param>
/// <param name="path">The rest of it, in order.</param>
internal sealed class ResidualBlock(LayerNormalisation normalisation, params IReadOnlyList<ILayer> path) : ILayer
{
    public IEnumerable<ParameterShape> Parameters => [.. normalisation.Parameters, .. path.SelectMany(layer => layer.Parameters)];

    public Tensor Apply(Tensor input, ForwardPass pass) => path.Aggregate(normalisation.Apply(input, pass), (value, layer) => layer.Apply(value, pass)).Plus(input);

    public ILayerTrace Trace(Activation input, TracePass pass)
    {
        ChainTrace normalised = new([normalisation], input, pass);
        return new PreActivationTrace(normalised, new ChainTrace(path, normalised.Output, pass), projection: null, input.Value);
    }
}
