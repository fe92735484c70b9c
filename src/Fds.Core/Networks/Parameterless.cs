using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>A layer without parameters: a function of its input, and its rules.</summary>
internal sealed class Parameterless(Func<Tensor, Tensor> function, Func<Activation, TracePass, ILayerTrace> trace) : ILayer
{
    public IEnumerable<ParameterShape> Parameters => [];

    public Tensor Apply(Tensor input, ForwardPass pass) => function(input);

    public ILayerTrace Trace(Activation input, TracePass pass) => trace(input, pass);
}
