using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>
/// A convolution with bias and a stride of 1, then max-pooling over windows that do not overlap. One layer, because on data the
/// places that pooling chooses are all that tangents ever need: see <see cref="PooledDataTrace"/>.
/// </summary>
internal sealed class PooledConvolution(int inputs, int outputs, int kernel, int pool) : ILayer
{
    private readonly Convolution convolution = new(inputs, outputs, kernel, bias: true);
    private readonly ILayer pooling = Layers.MaxPool(pool);

    public IEnumerable<ParameterShape> Parameters => convolution.Parameters;

    public Tensor Apply(Tensor input, ForwardPass pass) => pooling.Apply(convolution.Apply(input, pass), pass);

    public ILayerTrace Trace(Activation input, TracePass pass) =>
        input.IsData ? new PooledDataTrace(input, pass, kernel, pool) : new ChainTrace([convolution, pooling], input, pass);
}
