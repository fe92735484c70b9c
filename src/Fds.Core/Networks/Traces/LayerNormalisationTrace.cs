using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of layer normalisation, y = γ x̂ + β with x̂ = (x − μ) r and r = (σ² + ε)^(−½). With ⟨·⟩ the mean over a row, ẋ → ⟨ẋ⟩ = m₁,
/// ⟨x̂ẋ⟩ = m₂, and g = γ δy with the tangent ġ = γ δẏ + γ̇ δy:
/// <code>
/// x̂' = r (ẋ − m₁ − m₂ x̂)     r' = −r² m₂     ẏ = γ x̂' + γ̇ x̂ + β̇
/// δx = r (g − s₁ − s₂ x̂)     with s₁ = ⟨g⟩, s₂ = ⟨g x̂⟩
/// δẋ = r (ġ − ⟨ġ⟩ − s₂' x̂ − s₂ x̂' − m₂ δx)     with s₂' = ⟨ġ x̂⟩ + ⟨g x̂'⟩
/// </code>
/// Its input is not data.
/// </summary>
internal sealed class LayerNormalisationTrace : ILayerTrace
{
    private readonly TracePass pass;
    private readonly Tensor input;
    private readonly double epsilon;
    private readonly int scale;
    private readonly int shift;
    private readonly Transposable value;
    private Tensor? outputGradient;
    private Tensor? inputGradient;
    private Normalised? normalised;
    private Tensor? valueTangents;
    private Tensor? meanTangentProduct;

    public LayerNormalisationTrace(Activation input, TracePass pass, double epsilon)
    {
        this.pass = pass;
        this.input = input.Value;
        this.epsilon = epsilon;
        scale = pass.Next();
        shift = pass.Next();
        value = new(inputs => LayerNormalisation.Normalise(inputs[0], inputs[1], inputs[2]), input.Value, pass.Value(scale), pass.Value(shift));
        Output = new(value.Output, IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => 2 * Output.Value.NumberOfElements;

    public Tensor Backward(Tensor gradient)
    {
        IReadOnlyList<Tensor> gradients = value.Transpose(gradient);
        pass.StoreGradient(scale, gradients[1]);
        pass.StoreGradient(shift, gradients[2]);
        outputGradient = gradient;
        inputGradient = gradients[0];
        return gradients[0];
    }

    Tensor? ILayerTrace.Backward(Tensor gradient) => Backward(gradient);

    public Tensor PushForward(Tensor? tangents)
    {
        Normalised found = normalised ??= Normalise();
        using Tensor meanTangent = Mean(tangents!);
        meanTangentProduct = MeanProduct(tangents!, found.Values);
        valueTangents = (tangents! - meanTangent).DecreaseByProduct(meanTangentProduct, found.Values).mul_(found.Inverse);
        return addcmul(pass.Tangents(shift).unsqueeze(0), valueTangents, pass.Value(scale), 1.Kept())
            .IncreaseByProduct(found.Values, pass.Tangents(scale).unsqueeze(0));
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor PullBack(Tensor tangents)
    {
        (Tensor values, Tensor inverse, Tensor gradient, Tensor meanProduct) = normalised!;
        Tensor ofOutput = outputGradient!.unsqueeze(1);
        pass.Products(shift).copy_(tangents.sum(dim: 0));
        pass.Products(scale).copy_((tangents * values).IncreaseByProduct(ofOutput, valueTangents!).sum(dim: 0));

        Tensor turned = (tangents * pass.Value(scale)).IncreaseByProduct(ofOutput, pass.Tangents(scale).unsqueeze(0));
        Tensor productTangent = MeanProduct(turned, values).Increase(MeanProduct(valueTangents!, gradient));
        return (turned - Mean(turned))
            .DecreaseByProduct(productTangent, values)
            .DecreaseByProduct(valueTangents!, meanProduct)
            .DecreaseByProduct(meanTangentProduct!, inputGradient!.unsqueeze(1))
            .mul_(inverse);
    }

    Tensor? ILayerTrace.PullBack(Tensor tangents) => PullBack(tangents);

    /// <summary>What only tangents need, once for all chunks: libtorch's normalisation keeps its mean and r to itself.</summary>
    private Normalised Normalise()
    {
        using Tensor x = input.unsqueeze(1);
        using Tensor mean = Mean(x);
        Tensor values = x - mean;
        using Tensor squares = values.square();
        Tensor inverse = Mean(squares).Increase(epsilon).rsqrt_();
        Tensor gradient = outputGradient!.unsqueeze(1) * pass.Value(scale);
        Normalised found = new(values.mul_(inverse), inverse, gradient, MeanProduct(gradient, values));
        pass.Keep(found.Values, found.Inverse, found.Gradient, found.MeanProduct);
        return found;
    }

    /// <summary>⟨v⟩ of every row, [.., 1].</summary>
    private static Tensor Mean(Tensor values) => values.mean([-1], keepdim: true);

    /// <summary>⟨v w⟩ of every row, [.., 1].</summary>
    private static Tensor MeanProduct(Tensor one, Tensor other)
    {
        using Tensor product = one * other;
        return Mean(product);
    }

    /// <summary>Of the batch at hand.</summary>
    /// <param name="Values">x̂, shape [N, 1, C].</param>
    /// <param name="Inverse">r, shape [N, 1, 1].</param>
    /// <param name="Gradient">g, shape [N, 1, C].</param>
    /// <param name="MeanProduct">s₂, shape [N, 1, 1].</param>
    private sealed record Normalised(Tensor Values, Tensor Inverse, Tensor Gradient, Tensor MeanProduct);
}
