using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of a convolution y = x∗w + b. Every product of values is the sum of two of a value and a tangent, and each of these is one
/// call for all columns: the columns lie in the batch where the value is the weight's, and in the channels where it is the input's.
/// <code>
/// ẏ  = ẋ∗w + x∗ẇ + ḃ          δx = δy∗ᵀw     δẋ = δẏ∗ᵀw + δy∗ᵀẇ          δw = x⋆δy     δẇ = ẋ⋆δy + x⋆δẏ
/// </code>
/// </summary>
/// <remarks>
/// libtorch offers ∗ and ∗ᵀ, but ⋆ only as a derivative: x⋆δẏ is the transpose of x∗ẇ in ẇ, and ẋ⋆δy that of δy∗ᵀẇ, so that nothing
/// is computed only to be differentiated.
/// </remarks>
internal sealed class ConvolutionTrace : ILayerTrace
{
    private readonly Convolution layer;
    private readonly TracePass pass;
    private readonly Activation input;
    private readonly Transposable value;
    private readonly int weight;
    private readonly int? bias;
    private Tensor? outputGradient;
    private Tensor? inputTangents;
    private Transposable? turned;

    public ConvolutionTrace(Convolution layer, Activation input, TracePass pass, bool hasBias)
    {
        this.layer = layer;
        this.pass = pass;
        this.input = input;
        weight = pass.Next();
        bias = hasBias ? pass.Next() : null;
        Tensor w = pass.Value(weight);
        Tensor[] parameters = bias is { } b ? [w, pass.Value(b)] : [w];
        value = input.IsData
            ? new(inputs => layer.Product(input.Value, inputs[0], inputs.ElementAtOrDefault(1)), parameters)
            : new(inputs => layer.Product(inputs[^1], inputs[0], bias is null ? null : inputs[1]), [.. parameters, input.Value]);
        Output = new(value.Output, IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor? Backward(Tensor gradient)
    {
        outputGradient = gradient;
        IReadOnlyList<Tensor> gradients = value.Transpose(gradient);
        pass.StoreGradient(weight, gradients[0]);
        if (bias is { } b)
        {
            pass.StoreGradient(b, gradients[1]);
        }

        return input.IsData ? null : gradients[^1];
    }

    public Tensor PushForward(Tensor? tangents)
    {
        inputTangents = tangents;
        Tensor w = pass.Tangents(weight).flatten(0, 1);
        Tensor[] parameters = bias is { } b ? [w, pass.Tangents(b).flatten(0, 1)] : [w];
        turned = new(inputs => layer.Product(input.Value, inputs[0], inputs.ElementAtOrDefault(1)), parameters);
        Tensor output = turned.Output.unflatten(1, [pass.Columns, -1]);
        if (tangents is null)
        {
            return output;
        }

        using Tensor moved = layer.Product(tangents.flatten(0, 1), pass.Value(weight), null);
        return output.Increase(moved.unflatten(0, [-1, pass.Columns]));
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor? PullBack(Tensor tangents)
    {
        IReadOnlyList<Tensor> own = turned!.Transpose(tangents.flatten(1, 2));
        Tensor products = pass.Products(weight);
        products.copy_(own[0].view(products.shape));
        if (bias is { } b)
        {
            pass.Products(b).copy_(own[1].view(pass.Columns, -1));
        }

        return inputTangents is null ? null : PullBackToInput(tangents, inputTangents, products);
    }

    private Tensor PullBackToInput(Tensor tangents, Tensor inputTangents, Tensor products)
    {
        Tensor columnsInInput = pass.Tangents(weight).transpose(0, 1).flatten(1, 2);
        Transposable crossed = new(inputs => layer.Transposed(outputGradient!, inputs[0], input.Value.shape), columnsInInput);
        products.Increase(crossed.Transpose(inputTangents.flatten(1, 2))[0].unflatten(1, [pass.Columns, -1]).transpose(0, 1));
        Tensor gradient = layer.Transposed(tangents.flatten(0, 1), pass.Value(weight), input.Value.shape).unflatten(0, [-1, pass.Columns]);
        return gradient.Increase(crossed.Output.unflatten(1, [pass.Columns, -1]));
    }
}
