using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of y = max(x, 0), in place: everything is multiplied by the step function of x.</summary>
internal sealed class RectifierTrace : ILayerTrace
{
    private readonly Activation input;

    public RectifierTrace(Activation input)
    {
        this.input = input;
        Output = input with { Value = input.IsData ? input.Value.relu() : input.Value.relu_() };
    }

    public Activation Output { get; }

    public long ElementsPerColumn => 0;

    public Tensor? Backward(Tensor gradient)
    {
        using Tensor step = Step();
        return input.IsData ? null : gradient.mul_(step);
    }

    public Tensor? PushForward(Tensor? tangents)
    {
        using Tensor step = Step().unsqueeze_(1);
        return tangents?.mul_(step);
    }

    public Tensor? PullBack(Tensor tangents)
    {
        using Tensor step = Step().unsqueeze_(1);
        return input.IsData ? null : tangents.mul_(step);
    }

    /// <summary>As a number, because a product with a truth value is several times slower.</summary>
    private Tensor Step() => Output.Value.sign();
}
