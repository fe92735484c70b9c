using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of y = x·Wᵀ + b, all of them matrix products: columns lie beside the outputs where the factor is x or δy, and beside the
/// examples where it is W.
/// <code>
/// ẏ  = ẋ·Wᵀ + x·Ẇᵀ + ḃ          δx = δy·W     δẋ = δẏ·W + δy·Ẇ          δW = δyᵀ·x     δẆ = δyᵀ·ẋ + δẏᵀ·x
/// </code>
/// </summary>
internal sealed class DenseTrace : ILayerTrace
{
    private readonly TracePass pass;
    private readonly Activation input;
    private readonly int weight;
    private readonly int bias;
    private Tensor? outputGradient;
    private Tensor? inputTangents;

    public DenseTrace(Activation input, TracePass pass)
    {
        this.pass = pass;
        this.input = input;
        weight = pass.Next();
        bias = pass.Next();
        Output = new(nn.functional.linear(input.Value, pass.Value(weight), pass.Value(bias)), IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor? Backward(Tensor gradient)
    {
        outputGradient = gradient;
        pass.StoreGradient(weight, gradient.t().mm(input.Value));
        pass.StoreGradient(bias, gradient.sum(dim: 0));
        return input.IsData ? null : gradient.mm(pass.Value(weight));
    }

    public Tensor PushForward(Tensor? tangents)
    {
        inputTangents = tangents;
        Tensor output = nn.functional.linear(input.Value, pass.Tangents(weight).flatten(0, 1), pass.Tangents(bias).flatten(0, 1));
        if (tangents is not null)
        {
            using Tensor moved = tangents.flatten(0, 1).mm(pass.Value(weight).t());
            output.Increase(moved.view(output.shape));
        }

        return output.unflatten(1, [pass.Columns, -1]);
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor? PullBack(Tensor tangents)
    {
        Tensor products = pass.Products(weight);
        using Tensor own = tangents.flatten(1, 2).t().mm(input.Value);
        products.copy_(own.view(products.shape));
        pass.Products(bias).copy_(tangents.sum(dim: 0));
        if (inputTangents is null)
        {
            return null;
        }

        using Tensor crossed = outputGradient!.t().mm(inputTangents.flatten(1, 2));
        products.Increase(crossed.unflatten(1, [pass.Columns, -1]).transpose(0, 1));
        Tensor gradient = tangents.flatten(0, 1).mm(pass.Value(weight)).view(inputTangents.shape);
        using Tensor columnsInInput = pass.Tangents(weight).transpose(0, 1).flatten(1, 2);
        using Tensor moved = outputGradient!.mm(columnsInInput);
        gradient.flatten(1, 2).Increase(moved);
        return gradient;
    }
}
