using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of taking every example's numbers as one row: tangents and gradients are given the other shape.</summary>
internal sealed class FlattenTrace(Activation input) : ILayerTrace
{
    public Activation Output { get; } = input with { Value = input.Value.flatten(1) };

    public long ElementsPerColumn => 0;

    public Tensor? Backward(Tensor gradient) => input.IsData ? null : gradient.view(input.Value.shape);

    public Tensor? PushForward(Tensor? tangents) => tangents?.flatten(2);

    public Tensor? PullBack(Tensor tangents) => input.IsData ? null : tangents.view([tangents.shape[0], tangents.shape[1], .. input.Value.shape[1..]]);
}
