using Fds.Core.Networks.Traces;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks;

/// <summary>
/// Tokens [B, T], int64, as rows [B·T, C]: the row of each token's kind plus the row of its place. All later layers work on such rows, one for
/// each token.
/// </summary>
internal sealed class Embedding(int vocabulary, int width, int context) : ILayer
{
    public IEnumerable<ParameterShape> Parameters =>
    [
        new("embedding.weight", ParameterRole.Embedding, [vocabulary, width], width) { IsWhole = true },
        new("positions.weight", ParameterRole.Embedding, [context, width], width) { IsWhole = true },
    ];

    public Tensor Apply(Tensor input, ForwardPass pass)
    {
        Tensor kinds = pass.Next();
        return Placed(OneHot(input, kinds.dtype).mm(kinds), pass.Next());
    }

    public ILayerTrace Trace(Activation input, TracePass pass) => new EmbeddingTrace(this, input, pass);

    /// <summary>
    /// For every token a row of zeros with a one at its kind, [B·T, vocabulary]. A product with it costs what the network's head costs, and adds
    /// what equal tokens contribute in the same order every time, which libtorch's gradient of a selection does not do on a GPU.
    /// </summary>
    /// <exception cref="FdsException">These are no tokens, or examples of another length.</exception>
    public Tensor OneHot(Tensor tokens, ScalarType type)
    {
        using Tensor hot = nn.functional.one_hot(Required(tokens).flatten(), vocabulary);
        return hot.to(type);
    }

    /// <summary>Rows [B·T, ..] plus those of the places, [T, ..].</summary>
    public Tensor Placed(Tensor rows, Tensor places) => rows.unflatten(0, [-1, context]).Plus(places).flatten(0, 1);

    /// <summary>The sum over the examples, [T, ..], of rows [B·T, ..].</summary>
    public Tensor ByPlace(Tensor rows) => rows.unflatten(0, [-1, context]).sum(dim: 0);

    private Tensor Required(Tensor tokens) => tokens.dtype == ScalarType.Int64 && tokens.dim() == 2 && tokens.shape[1] == context
        ? tokens
        : throw new FdsException($"A gpt of context {context} takes tokens, Int64 of shape [B, {context}], but got {tokens.dtype} of shape [{string.Join(", ", tokens.shape)}].");
}
