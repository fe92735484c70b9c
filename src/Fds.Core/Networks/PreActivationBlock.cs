using Fds.Core.Networks.Traces;
using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>
/// A pre-activation residual block: normalise, rectify, 3×3 convolution, twice; the shortcut is the input itself, or, where the
/// width changes, a 1×1 convolution without bias of the normalised and rectified input.
/// </summary>
/// <remarks>Zagoruyko and Komodakis, Wide Residual Networks (2016), in the reference implementation's order of parameters.</remarks>
internal sealed class PreActivationBlock(int inputs, int outputs, int stride) : ILayer
{
    private readonly BatchNormalisation firstNormalisation = new(inputs);
    private readonly Convolution firstConvolution = new(inputs, outputs, kernel: 3, stride, padding: 1);
    private readonly BatchNormalisation secondNormalisation = new(outputs);
    private readonly Convolution secondConvolution = new(outputs, outputs, kernel: 3, stride: 1, padding: 1);
    private readonly Convolution? projection = inputs == outputs ? null : new(inputs, outputs, kernel: 1, stride);

    public IEnumerable<ParameterShape> Parameters =>
    [
        .. firstNormalisation.Parameters, .. firstConvolution.Parameters,
        .. secondNormalisation.Parameters, .. secondConvolution.Parameters,
        .. projection?.Parameters ?? [],
    ];

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        Tensor activated = firstNormalisation.Apply(input, pass).relu();
        Tensor hidden = firstConvolution.Apply(activated, pass);
        Tensor output = secondConvolution.Apply(secondNormalisation.Apply(hidden, pass).relu(), pass);
        return (projection is null ? input : projection.Apply(activated, pass)).Plus(output);
    }

    public ILayerTrace Trace(Activation input, TracePass pass)
    {
        ChainTrace activation = new([firstNormalisation, Layers.Rectifier], input, pass);
        ChainTrace path = new([firstConvolution, secondNormalisation, Layers.Rectifier, secondConvolution], activation.Output, pass);
        ILayerTrace? shortcut = projection?.Trace(activation.Output, pass);
        return new PreActivationTrace(activation, path, shortcut, shortcut?.Output.Value ?? input.Value);
    }
}
