using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of <see cref="ConvolutionTrace"/> for a stride of 1 without padding, where x⋆δy is a convolution, too, in which examples and channels
/// have changed places: of the images by the gradients. With kernels of few channels, like LeNet's, that takes half the time of libtorch's derivative.
/// Its input is not data.
/// </summary>
internal sealed class UnpaddedConvolutionTrace : ILayerTrace
{
    private readonly TracePass pass;
    private readonly Tensor input;
    private readonly int weight;
    private readonly int? bias;
    private Tensor? outputGradient;
    private Tensor? inputTangents;

    public UnpaddedConvolutionTrace(Activation input, TracePass pass, bool hasBias)
    {
        this.pass = pass;
        this.input = input.Value;
        weight = pass.Next();
        bias = hasBias ? pass.Next() : null;
        Output = new(nn.functional.conv2d(input.Value, pass.Value(weight), bias is { } b ? pass.Value(b) : null), IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor Backward(Tensor gradient)
    {
        outputGradient = gradient;
        pass.StoreGradient(weight, Correlated(input, gradient));
        if (bias is { } b)
        {
            pass.StoreGradient(b, gradient.sum([0, 2, 3]));
        }

        return nn.functional.conv_transpose2d(gradient, pass.Value(weight));
    }

    Tensor? ILayerTrace.Backward(Tensor gradient) => Backward(gradient);

    public Tensor PushForward(Tensor? tangents)
    {
        inputTangents = tangents;
        Tensor output = nn.functional.conv2d(input, pass.Tangents(weight).flatten(0, 1), bias is { } b ? pass.Tangents(b).flatten(0, 1) : null)
            .unflatten(1, [pass.Columns, -1]);
        using Tensor moved = nn.functional.conv2d(tangents!.flatten(0, 1), pass.Value(weight));
        return output.Increase(moved.unflatten(0, [-1, pass.Columns]));
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor PullBack(Tensor tangents)
    {
        Tensor products = pass.Products(weight);
        using Tensor own = Correlated(input, tangents.flatten(1, 2));
        products.copy_(own.unflatten(0, [pass.Columns, -1]));
        if (bias is { } b)
        {
            pass.Products(b).copy_(tangents.sum([0, 3, 4]));
        }

        using Tensor crossed = Correlated(inputTangents!.flatten(1, 2), outputGradient!);
        products.Increase(crossed.unflatten(1, [pass.Columns, -1]).transpose(0, 1));
        Tensor gradient = nn.functional.conv_transpose2d(tangents.flatten(0, 1), pass.Value(weight)).unflatten(0, [-1, pass.Columns]);
        using Tensor columnsInInput = pass.Tangents(weight).transpose(0, 1).flatten(1, 2);
        using Tensor moved = nn.functional.conv_transpose2d(outputGradient!, columnsInInput);
        return gradient.Increase(moved.unflatten(1, [pass.Columns, -1]));
    }

    Tensor? ILayerTrace.PullBack(Tensor tangents) => PullBack(tangents);

    /// <summary>x⋆δy: of [B, C, H, W] and [B, O, h, w] the kernel's gradient, [O, C, kernel, kernel].</summary>
    private static Tensor Correlated(Tensor input, Tensor gradient) => nn.functional.conv2d(input.transpose(0, 1), gradient.transpose(0, 1)).transpose(0, 1);
}
