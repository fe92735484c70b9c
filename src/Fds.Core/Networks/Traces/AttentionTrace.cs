using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of attention in each head, o = p v with p = softmax(s), s = q kᵀ and q already divided by √D. With ⟨·⟩ the sum over the tokens that
/// are attended to, ⟨p ⊙ δp⟩ = o·δo:
/// <code>
/// ṡ  = q̇ kᵀ + q k̇ᵀ     ṗ = p ⊙ (ṡ − ⟨p ⊙ ṡ⟩)     ȯ = ṗ v + p v̇
/// δs = p ⊙ e with e = δo vᵀ − o·δo     δq = δs k     δk = δsᵀ q     δv = pᵀ δo
/// δṡ = ṗ ⊙ e + p ⊙ (δȯ vᵀ + δo v̇ᵀ − ȯ·δo − o·δȯ)     δq̇ = δṡ k + δs k̇     δk̇ = δṡᵀ q + δsᵀ q̇     δv̇ = ṗᵀ δo + pᵀ δȯ
/// </code>
/// Every product is one call for all columns and heads. What belongs to the tokens that attend has the shape [B·heads, T, k, ..], so that columns
/// lie beside the tokens for products with what all columns share, and beside the numbers of a token for products with what each has of its own.
/// Where columns must lie before the tokens that are attended to, a copy is made, of D numbers for each token: never of T.
/// Its input is not data.
/// </summary>
internal sealed class AttentionTrace : ILayerTrace
{
    private readonly CausalAttention layer;
    private readonly Tensor queries;
    private readonly Tensor keys;
    private readonly Tensor values;
    private readonly Tensor probabilities;
    private readonly Tensor attended;
    private readonly Activation input;
    private Tensor? attendedGradient;
    private Tensor? excess;
    private Tensor? scoreGradient;
    private Tensor? queryTangents;
    private Tensor? keyTangents;
    private Tensor? valueTangents;
    private Tensor? probabilityTangents;
    private Tensor? attendedTangents;

    public AttentionTrace(CausalAttention layer, Activation input)
    {
        this.layer = layer;
        this.input = input;
        (queries, keys, values) = layer.Parts(input.Value);
        probabilities = layer.Probabilities(queries, keys);
        attended = probabilities.bmm(values);
        Output = new(layer.Join(attended), IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => (2 * input.Value.NumberOfElements) + probabilities.NumberOfElements + Output.Value.NumberOfElements;

    public Tensor Backward(Tensor gradient)
    {
        attendedGradient = layer.Split(gradient, 1)[0].squeeze(2);
        excess = attendedGradient.bmm(values.transpose(1, 2)).sub_((attended * attendedGradient).sum(-1, keepdim: true));
        scoreGradient = probabilities * excess;
        return Rows(
            1,
            scoreGradient.bmm(keys).mul_(layer.Factor),
            scoreGradient.transpose(1, 2).bmm(queries),
            probabilities.transpose(1, 2).bmm(attendedGradient)).squeeze(1);
    }

    Tensor? ILayerTrace.Backward(Tensor gradient) => Backward(gradient);

    public Tensor PushForward(Tensor? tangents)
    {
        long columns = tangents!.shape[1];
        Tensor parts = layer.Split(tangents, columns);
        queryTangents = parts[0].mul(layer.Factor);
        keyTangents = parts[1];
        valueTangents = parts[2];

        using Tensor ofQueries = queryTangents.flatten(1, 2).bmm(keys.transpose(1, 2));
        using Tensor keysByColumn = ByColumn(keyTangents);
        Tensor shared = probabilities.unsqueeze(2);
        Tensor weighted = BesideAttended(ofQueries, columns).PlusProduct(queries, keysByColumn.transpose(1, 2)).unflatten(2, [columns, -1]).mul_(shared);
        using Tensor sums = weighted.sum(-1, keepdim: true);
        probabilityTangents = weighted.DecreaseByProduct(sums, shared);

        using Tensor ofProbabilities = probabilityTangents.flatten(1, 2).bmm(values);
        attendedTangents = BesideAttended(ofProbabilities, columns).PlusProduct(probabilities, valueTangents.flatten(2)).unflatten(2, [columns, -1]);
        return layer.Join(attendedTangents);
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor PullBack(Tensor tangents)
    {
        long columns = tangents.shape[1];
        Tensor gradientTangents = layer.Split(tangents, columns)[0];
        using Tensor ofGradients = gradientTangents.flatten(1, 2).bmm(values.transpose(1, 2));
        Tensor products = (gradientTangents * attended.unsqueeze(2)).IncreaseByProduct(attendedTangents!, attendedGradient!.unsqueeze(2));
        Tensor scores = BesideAttended(ofGradients, columns).PlusProduct(attendedGradient!, ByColumn(valueTangents!).transpose(1, 2)).unflatten(2, [columns, -1])
            .sub_(products.sum(-1, keepdim: true)).mul_(probabilities.unsqueeze(2)).IncreaseByProduct(probabilityTangents!, excess!.unsqueeze(2));

        Tensor ofQueries = BesideAttended(scores.flatten(1, 2).bmm(keys), columns).PlusProduct(scoreGradient!, keyTangents!.flatten(2)).mul_(layer.Factor);
        Tensor ofKeys = scoreGradient!.transpose(1, 2).bmm(queryTangents!.flatten(2)).unflatten(2, [columns, -1])
            .Increase(OfAttended(scores, queries));
        Tensor ofValues = probabilities.transpose(1, 2).bmm(gradientTangents.flatten(2)).unflatten(2, [columns, -1])
            .Increase(OfAttended(probabilityTangents!, attendedGradient!));
        return Rows(columns, ofQueries, ofKeys, ofValues);
    }

    Tensor? ILayerTrace.PullBack(Tensor tangents) => PullBack(tangents);

    /// <summary>[B·heads, T, k, D] as [B·heads, k·T, D], a copy.</summary>
    private static Tensor ByColumn(Tensor tangents) => tangents.transpose(1, 2).flatten(1, 2);

    /// <summary>[B·heads, T·k, n] as [B·heads, T, k·n], a view.</summary>
    private static Tensor BesideAttended(Tensor product, long columns) => product.view(product.shape[0], -1, columns * product.shape[2]);

    /// <summary>aᵀ b for every column: a [B·heads, T, k, T], b [B·heads, T, D], to [B·heads, T, k, D], a view.</summary>
    private static Tensor OfAttended(Tensor a, Tensor b) => a.flatten(2).transpose(1, 2).bmm(b).unflatten(1, [a.shape[2], -1]).transpose(1, 2);

    /// <summary>Rows [B·T, k, 3·C] of what belongs to queries, keys and values by head.</summary>
    private Tensor Rows(long columns, params ReadOnlySpan<Tensor> parts)
    {
        Tensor rows = empty([input.Value.shape[0], columns, input.Value.shape[1]], input.Value.dtype, input.Value.device);
        Tensor places = layer.ByHead(rows, columns);
        for (int part = 0; part < parts.Length; part++)
        {
            Tensor place = places[part];
            place.copy_(parts[part].view(place.shape));
        }

        return rows;
    }
}
