using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rules of y = E[token] + P[place], whose input is data: rows of tangents are chosen as those of values are, and gradients are added up for
/// each kind of token and for each place.
/// </summary>
internal sealed class EmbeddingTrace : ILayerTrace
{
    private readonly Embedding layer;
    private readonly TracePass pass;
    private readonly Tensor tokens;
    private readonly Tensor oneHot;
    private readonly int kinds;
    private readonly int places;

    public EmbeddingTrace(Embedding layer, Activation input, TracePass pass)
    {
        this.layer = layer;
        this.pass = pass;
        kinds = pass.Next();
        places = pass.Next();
        Tensor values = pass.Value(kinds);
        oneHot = layer.OneHot(input.Value, values.dtype);
        tokens = input.Value.flatten();
        Output = new(layer.Placed(values.index_select(0, tokens), pass.Value(places)), IsData: false);
    }

    public Activation Output { get; }

    public long ElementsPerColumn => Output.Value.NumberOfElements;

    public Tensor? Backward(Tensor gradient)
    {
        pass.StoreGradient(kinds, oneHot.t().mm(gradient));
        pass.StoreGradient(places, layer.ByPlace(gradient));
        return null;
    }

    /// <summary>[B·T, k, C].</summary>
    public Tensor PushForward(Tensor? tangents)
    {
        using Tensor ofKinds = pass.Tangents(kinds).transpose(0, 1).contiguous();
        using Tensor chosen = ofKinds.index_select(0, tokens);
        return layer.Placed(chosen, pass.Tangents(places).transpose(0, 1));
    }

    Tensor? ILayerTrace.PushForward(Tensor? tangents) => PushForward(tangents);

    public Tensor? PullBack(Tensor tangents)
    {
        pass.Products(kinds).transpose(0, 1).copy_(oneHot.t().mm(tangents.flatten(1, 2)).unflatten(1, [pass.Columns, -1]));
        pass.Products(places).transpose(0, 1).copy_(layer.ByPlace(tangents));
        return null;
    }
}
