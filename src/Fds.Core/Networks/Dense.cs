using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>y = x·Wᵀ + b over [B, in].</summary>
internal sealed class Dense(int inputs, int outputs) : ILayer, IBilinear
{
    public IEnumerable<ParameterShape> Parameters =>
    [
        new("Linear.weight", ParameterRole.Weight, [outputs, inputs], inputs),
        new("Linear.bias", ParameterRole.Bias, [outputs], inputs),
    ];

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        Tensor weight = pass.Next();
        return Product(input, weight, pass.Next());
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => new BilinearTrace(this, input, pass, hasBias: true);

    public Tensor Product(Tensor input, Tensor weight, Tensor? bias) => nn.functional.linear(input, weight, bias!);

    public Tensor Transposed(Tensor gradient, Tensor weight, ReadOnlySpan<long> input) => gradient.mm(weight);
}
