using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of max-pooling over windows that do not overlap: each output is one input, so tangents are gathered and gradients scattered.</summary>
internal sealed class MaxPoolTrace : ILayerTrace
{
    private readonly Activation input;
    private readonly Tensor chosen;

    public MaxPoolTrace(Activation input, int size)
    {
        this.input = input;
        (Tensor output, Tensor indices) = nn.functional.max_pool2d_with_indices(input.Value, [size, size]);
        Output = input with { Value = output };
        chosen = indices.flatten(2);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor? Backward(Tensor gradient) =>
        input.IsData ? null : zeros_like(input.Value).flatten(2).scatter_(2, chosen, gradient.flatten(2)).view(input.Value.shape);

    public Tensor? PushForward(Tensor? tangents)
    {
        if (tangents is null)
        {
            return null;
        }

        long columns = tangents.shape[1];
        return tangents.flatten(3).gather(3, ForColumns(columns)).view(WithColumns(Output.Value, columns));
    }

    public Tensor? PullBack(Tensor tangents)
    {
        if (input.IsData)
        {
            return null;
        }

        long columns = tangents.shape[1];
        Tensor gradient = zeros(WithColumns(input.Value, columns), tangents.dtype, tangents.device);
        gradient.flatten(3).scatter_(3, ForColumns(columns), tangents.flatten(3));
        return gradient;
    }

    private Tensor ForColumns(long columns) => chosen.unsqueeze(1).expand(-1, columns, -1, -1);

    private static long[] WithColumns(Tensor value, long columns) => [value.shape[0], columns, .. value.shape[1..]];
}
