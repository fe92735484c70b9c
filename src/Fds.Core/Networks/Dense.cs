using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>y = x·Wᵀ + b over [B, in].</summary>
internal sealed class Dense(int inputs, int outputs) : ILayer
{
    public IEnumerable<ParameterShape> Parameters =>
    [
        new("Linear.weight", ParameterRole.Weight, [outputs, inputs], inputs),
        new("Linear.bias", ParameterRole.Bias, [outputs], inputs),
    ];

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        Tensor weight = pass.Next();
        return nn.functional.linear(input, weight, pass.Next());
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => new DenseTrace(input, pass);
}
