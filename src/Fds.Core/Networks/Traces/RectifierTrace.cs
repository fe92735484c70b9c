using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of y = max(x, 0), in place: everything is multiplied by the step function of x.</summary>
internal sealed class RectifierTrace : ILayerTrace
{
    private readonly Activation input;
    private Tensor? step;

    public RectifierTrace(Activation input)
    {
        this.input = input;
        Output = input with { Value = input.IsData ? input.Value.relu() : input.Value.relu_() };
    }

    public Activation Output { get; }

    public long ElementsPerColumn => 0;

    public Tensor? Backward(Tensor gradient) => input.IsData ? null : gradient.mul_(Step);

    public Tensor? PushForward(Tensor? tangents) => tangents?.mul_(Step.unsqueeze(1));

    public Tensor? PullBack(Tensor tangents) => input.IsData ? null : tangents.mul_(Step.unsqueeze(1));

    /// <summary>As a number, because a product with a truth value is several times slower; kept, because every chunk needs it twice.</summary>
    private Tensor Step => step ??= Output.Value.sign();
}
