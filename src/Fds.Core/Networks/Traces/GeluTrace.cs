using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of y = x Φ(x), with Φ and φ the normal distribution and its density: y' = Φ + x φ and y'' = (2 − x²) φ. Its input is not data.
/// <code>
/// ẏ  = y' ẋ          δx = y' δy     δẋ = y' δẏ + y'' ẋ δy
/// </code>
/// </summary>
internal sealed class GeluTrace : ILayerTrace
{
    private readonly TracePass pass;
    private readonly Tensor input;
    private readonly Transposable value;
    private Tensor? outputGradient;
    private Tensor? inputTangents;
    private Slopes? slopes;

    public GeluTrace(Activation input, TracePass pass)
    {
        this.pass = pass;
        this.input = input.Value;
        value = new(Gelu, input.Value);
        Output = new(value.Output, IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor Backward(Tensor gradient)
    {
        outputGradient = gradient;
        return value.Transpose(gradient)[0];
    }

    Tensor? ILayerTrace.Backward(Tensor gradient) => Backward(gradient);

    public Tensor PushForward(Tensor? tangents)
    {
        inputTangents = tangents;
        return tangents! * (slopes ??= Find()).First.unsqueeze(1);
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor PullBack(Tensor tangents) => (tangents * slopes!.First.unsqueeze(1)).IncreaseByProduct(inputTangents!, slopes.SecondOfGradient.unsqueeze(1));

    Tensor? ILayerTrace.PullBack(Tensor tangents) => PullBack(tangents);

    private static Tensor Gelu(IReadOnlyList<Tensor> inputs) => nn.functional.gelu(inputs[0]);

    /// <summary>What only tangents need, once for all chunks.</summary>
    private Slopes Find()
    {
        using Tensor ones = ones_like(input);
        Tensor first = new Transposable(Gelu, input).Transpose(ones)[0];
        Tensor squares = input.square();
        using Tensor density = squares.mul((-0.5).Kept()).exp_().Scale(1 / Math.Sqrt(2 * Math.PI));
        Tensor second = squares.neg_().Increase(2).mul_(density).mul_(outputGradient!);
        pass.Keep(first, second);
        return new(first, second);
    }

    /// <summary>Of the batch at hand.</summary>
    /// <param name="First">y', shape [N, C].</param>
    /// <param name="SecondOfGradient">y'' δy, shape [N, C].</param>
    private sealed record Slopes(Tensor First, Tensor SecondOfGradient);
}
