using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of batch normalisation with the batch's own statistics, y = γ x̂ + β with x̂ = (x − μ) r and r = (σ² + ε)^(−½).
/// With ⟨·⟩ the mean over the batch and the places of a channel, and with ẋ → ⟨ẋ⟩ = m₁, ⟨x̂ẋ⟩ = m₂:
/// <code>
/// x̂' = r (ẋ − m₁ − m₂ x̂)     r' = −r² m₂     ẏ = γ x̂' + γ̇ x̂ + β̇
/// δx = γ r (δy − s₁ − s₂ x̂)     δγ = N s₂     δβ = N s₁     with s₁ = ⟨δy⟩, s₂ = ⟨δy x̂⟩
/// </code>
/// and δẋ, δγ̇, δβ̇ by the product rule.
/// </summary>
/// <remarks>
/// The products of tensors of a column's size are gathered into as few passes over memory as there are such tensors: a composition
/// of elementary rules would take twice as many, and it is memory that normalisation waits for.
/// </remarks>
internal sealed class NormalisationTrace : ILayerTrace
{
    private readonly TracePass pass;
    private readonly Tensor input;
    private readonly double epsilon;
    private readonly int scale;
    private readonly int shift;
    private readonly Transposable value;
    private readonly long count;
    private Tensor? outputGradient;
    private Tensor? meanGradient;
    private Tensor? meanProduct;
    private Normalised? normalised;
    private Tensor? inputTangents;
    private Tensor? meanTangent;
    private Tensor? meanTangentProduct;

    public NormalisationTrace(Activation input, TracePass pass, double epsilon)
    {
        this.pass = pass;
        this.input = input.Value;
        this.epsilon = epsilon;
        scale = pass.Next();
        shift = pass.Next();
        value = new(
            inputs => nn.functional.batch_norm(inputs[0], null!, null!, inputs[1], inputs[2], training: true, eps: epsilon),
            input.Value, pass.Value(scale), pass.Value(shift));
        count = input.Value.NumberOfElements / input.Value.shape[1];
        Output = new(value.Output, IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor Backward(Tensor gradient)
    {
        IReadOnlyList<Tensor> gradients = value.Transpose(gradient);
        pass.StoreGradient(scale, gradients[1]);
        pass.StoreGradient(shift, gradients[2]);
        outputGradient = Places(gradient);
        meanProduct = gradients[1].Divide(count);
        meanGradient = gradients[2].Divide(count);
        return gradients[0];
    }

    Tensor? ILayerTrace.Backward(Tensor gradient) => Backward(gradient);

    public Tensor PushForward(Tensor? tangents)
    {
        Normalised found = normalised ??= Normalise();
        inputTangents = Places(tangents!, 3);
        meanTangent = inputTangents.mean([0, 3]);
        meanTangentProduct = MeanProduct(inputTangents, found.Values);
        Tensor ofNormalised = pass.Tangents(scale) - (found.Factor * meanTangentProduct);
        Tensor constant = pass.Tangents(shift) - (found.Factor * meanTangent);
        return addcmul(Channels(constant), inputTangents, Channels(found.Factor), 1.Kept())
            .IncreaseByProduct(found.Values.unsqueeze(1), Channels(ofNormalised)).view(tangents!.shape);
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor PullBack(Tensor tangents)
    {
        (Tensor values, Tensor inverse, Tensor factor) = normalised!;
        Tensor gradientTangents = Places(tangents, 3);
        Tensor s1 = meanGradient!;
        Tensor s2 = meanProduct!;
        Tensor m1 = meanTangent!;
        Tensor m2 = meanTangentProduct!;
        Tensor meanOfTangents = gradientTangents.mean([0, 3]);
        Tensor crossed = MeanProduct(inputTangents!, outputGradient!) - (m1 * s1) - (m2 * s2);
        Tensor productTangent = MeanProduct(gradientTangents, values).Plus(inverse * crossed);
        pass.Products(scale).copy_(productTangent.mul(count.Kept()));
        pass.Products(shift).copy_(meanOfTangents.mul(count.Kept()));

        // (γ r)' and then δẋ = (γ r)' (δy − s₁ − s₂ x̂) + γ r (δẏ − s₁' − s₂ x̂' − s₂' x̂), sorted by what each factor multiplies.
        Tensor factorTangent = inverse * (pass.Tangents(scale) - (factor * m2));
        Tensor ofInputTangents = -factor * inverse * s2;
        Tensor ofValues = -(factorTangent * s2) - (ofInputTangents * m2) - (factor * productTangent);
        Tensor constant = -(factorTangent * s1) - (ofInputTangents * m1) - (factor * meanOfTangents);
        return addcmul(Channels(constant), gradientTangents, Channels(factor), 1.Kept())
            .IncreaseByProduct(inputTangents!, Channels(ofInputTangents))
            .IncreaseByProduct(outputGradient!.unsqueeze(1), Channels(factorTangent))
            .IncreaseByProduct(values.unsqueeze(1), Channels(ofValues)).view(tangents.shape);
    }

    Tensor? ILayerTrace.PullBack(Tensor tangents) => PullBack(tangents);

    /// <summary>What only tangents need, once for all chunks: libtorch's normalisation keeps its mean and r to itself.</summary>
    private Normalised Normalise()
    {
        Tensor x = Places(input);
        using Tensor mean = x.mean([0, 2]);
        Tensor values = x - Channels(mean);
        using Tensor squares = values.square();
        Tensor inverse = squares.mean([0, 2]).Increase(epsilon).rsqrt_();
        Normalised found = new(values.mul_(Channels(inverse)), inverse, pass.Value(scale) * inverse);
        pass.Keep(found.Values, found.Inverse, found.Factor);
        return found;
    }

    /// <summary>⟨ṫ v⟩ for every column and channel: tangents [B, k, C, M], values [B, C, M], to [k, C].</summary>
    private static Tensor MeanProduct(Tensor tangents, Tensor values)
    {
        using Tensor product = tangents * values.unsqueeze(1);
        return product.mean([0, 3]);
    }

    /// <summary>[..., C, H, W] or [..., C] as [..., C, M].</summary>
    private static Tensor Places(Tensor value, int from = 2) => value.dim() == from ? value.unsqueeze(from) : value.flatten(from);

    /// <summary>Values per channel, [C] or [k, C], so that they meet [B, C, M] or [B, k, C, M].</summary>
    private static Tensor Channels(Tensor value) => value.unsqueeze(0).unsqueeze(-1);

    /// <summary>Of the batch at hand.</summary>
    /// <param name="Values">x̂, shape [B, C, M].</param>
    /// <param name="Inverse">r, shape [C].</param>
    /// <param name="Factor">γ r, shape [C].</param>
    private sealed record Normalised(Tensor Values, Tensor Inverse, Tensor Factor);
}
