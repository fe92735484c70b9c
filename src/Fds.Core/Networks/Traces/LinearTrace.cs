using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of a linear map without parameters that works on each example alone: tangents go through it as values do.</summary>
internal sealed class LinearTrace : ILayerTrace
{
    private readonly Activation input;
    private readonly Func<Tensor, Tensor> map;
    private readonly Transposable value;
    private Transposable? tangent;

    public LinearTrace(Activation input, Func<Tensor, Tensor> map)
    {
        this.input = input;
        this.map = map;
        value = new(inputs => map(inputs[0]), input.Value);
        Output = input with { Value = value.Output };
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor? Backward(Tensor gradient) => input.IsData ? null : value.Transpose(gradient)[0];

    public Tensor? PushForward(Tensor? tangents)
    {
        if (tangents is null)
        {
            return null;
        }

        tangent = new(inputs => map(inputs[0]), tangents.flatten(0, 1));
        return tangent.Output.unflatten(0, [-1, tangents.shape[1]]);
    }

    public Tensor? PullBack(Tensor tangents) =>
        input.IsData ? null : tangent!.Transpose(tangents.flatten(0, 1))[0].unflatten(0, [-1, tangents.shape[1]]);
}
