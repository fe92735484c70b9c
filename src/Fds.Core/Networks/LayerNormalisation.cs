using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>Normalisation of every row of [N, width] by its own mean and variance, with a learned scale and shift for each place in a row.</summary>
/// <remarks>Ba, Kiros and Hinton, Layer normalization (2016).</remarks>
internal sealed class LayerNormalisation(int width, string name) : ILayer
{
    public IEnumerable<ParameterShape> Parameters =>
    [
        new($"{name}.weight", ParameterRole.NormalisationScale, [width], width) { IsWhole = true },
        new($"{name}.bias", ParameterRole.NormalisationShift, [width], width) { IsWhole = true },
    ];

    /// <summary>The normalised rows.</summary>
    public static Tensor Normalise(Tensor rows, Tensor scale, Tensor shift) => nn.functional.layer_norm(rows, [rows.shape[1]], scale, shift, ForwardPass.Epsilon);

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        Tensor scale = pass.Next();
        return Normalise(input, scale, pass.Next());
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => new LayerNormalisationTrace(input, pass, ForwardPass.Epsilon);
}
