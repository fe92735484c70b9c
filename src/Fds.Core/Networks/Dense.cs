using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>y = x·Wᵀ + b over [B, in].</summary>
/// <param name="inputs">in.</param>
/// <param name="outputs">out.</param>
/// <param name="name">What its parameters are called; null: by their layer's type.</param>
/// <param name="gainFactor">What its weights' scale is multiplied with when they are drawn.</param>
internal sealed class Dense(int inputs, int outputs, string? name = null, double gainFactor = 1) : ILayer
{
    public IEnumerable<ParameterShape> Parameters =>
    [
        new($"{name ?? "Linear"}.weight", ParameterRole.Weight, [outputs, inputs], inputs) { IsWhole = name is not null, GainFactor = gainFactor },
        new($"{name ?? "Linear"}.bias", ParameterRole.Bias, [outputs], inputs) { IsWhole = name is not null },
    ];

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        Tensor weight = pass.Next();
        return nn.functional.linear(input, weight, pass.Next());
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => new DenseTrace(input, pass);
}
