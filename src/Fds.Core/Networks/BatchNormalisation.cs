using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>Batch normalisation with a learned scale and shift per channel.</summary>
internal sealed class BatchNormalisation(int channels) : ILayer
{
    public IEnumerable<ParameterShape> Parameters =>
    [
        new("BatchNorm2d.weight", ParameterRole.NormalisationScale, [channels], channels),
        new("BatchNorm2d.bias", ParameterRole.NormalisationShift, [channels], channels),
    ];

    public Tensor Apply(Tensor input, ForwardPass pass) => pass.Normalise(input);

    public ILayerTrace Trace(Activation input, TracePass pass) => new NormalisationTrace(input, pass, ForwardPass.Epsilon);
}
