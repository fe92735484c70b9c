using Fds.Core.Networks.Traces;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>
/// Softmax attention of every token to itself and those before it, softmax(q kᵀ / √D) v in each head of D = C/heads numbers: from rows
/// [B·T, 3·C] of queries, keys and values to rows [B·T, C]. Written out, because libtorch cannot differentiate its fused attention twice.
/// </summary>
/// <remarks>Vaswani et al., Attention is all you need (2017), section 3.2.</remarks>
internal sealed class CausalAttention(int width, int heads, int context) : ILayer
{
    private readonly int depth = width / heads;

    public IEnumerable<ParameterShape> Parameters => [];

    /// <summary>1/√D.</summary>
    public Scalar Factor => (1 / Math.Sqrt(depth)).Kept();

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        (Tensor queries, Tensor keys, Tensor values) = Parts(input);
        return Join(Probabilities(queries, keys).bmm(values));
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => new AttentionTrace(this, input);

    /// <summary>Queries, divided by √D, keys and values of rows [B·T, 3·C], each [B·heads, T, D].</summary>
    public (Tensor Queries, Tensor Keys, Tensor Values) Parts(Tensor rows)
    {
        Tensor parts = Split(rows, 1).squeeze(3);
        return (parts[0].mul(Factor), parts[1], parts[2]);
    }

    /// <summary>Rows [B·T, k, n·C] by head, in one piece: [n, B·heads, T, k, D].</summary>
    public Tensor Split(Tensor rows, long columns) => ByHead(rows, columns).contiguous().flatten(1, 2);

    /// <summary>Values by head, [B·heads, T, D] or [B·heads, T, k, D], as rows [B·T, C] or [B·T, k, C].</summary>
    public Tensor Join(Tensor values) => values.unflatten(0, [-1, heads]).movedim([1], [-2]).flatten(-2).flatten(0, 1);

    /// <summary>The place of rows [B·T, k, n·C] by head, a view: [n, B, heads, T, k, D].</summary>
    public Tensor ByHead(Tensor rows, long columns) => rows.view(-1, context, columns, rows.shape[^1] / width, heads, depth).permute(3, 0, 4, 1, 2, 5);

    /// <summary>How much each token attends to each, [B·heads, T, T]; nothing to those after it.</summary>
    public Tensor Probabilities(Tensor queries, Tensor keys)
    {
        Tensor later = full(context, context, double.NegativeInfinity.Kept(), queries.dtype, queries.device).triu(1);
        return later.PlusProduct(queries, keys.transpose(1, 2)).softmax(-1);
    }
}
