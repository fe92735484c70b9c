using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The parameters of a network at one evaluation: their values, their tangents in the current chunk, and where their results are stored.</summary>
/// <param name="layout">Where each parameter lies.</param>
/// <param name="weights">θ, shape [P].</param>
/// <param name="gradient">∇L, shape [P]; written parameter by parameter.</param>
/// <param name="evaluation">The tensors that live as long as the evaluation.</param>
internal sealed class TracePass(ParameterLayout layout, Tensor weights, Tensor gradient, DisposeScope evaluation)
{
    private Tensor? tangents;
    private Tensor? products;
    private int next;

    /// <summary>k: columns of the chunk at hand.</summary>
    public long Columns { get; private set; }

    /// <summary>The number of the next parameter.</summary>
    public int Next() => next++;

    /// <summary>Takes up the next chunk: directions and where their Hessian products go, both [k, P].</summary>
    public void Begin(Tensor chunkTangents, Tensor chunkProducts)
    {
        tangents = chunkTangents;
        products = chunkProducts;
        Columns = chunkTangents.shape[0];
    }

    /// <summary>Keeps what the first chunk has computed for those to come.</summary>
    public void Keep(params ReadOnlySpan<Tensor> values)
    {
        foreach (Tensor value in values)
        {
            value.MoveToOtherDisposeScope(evaluation);
        }
    }

    /// <summary>A parameter, a view of the flat weights.</summary>
    public Tensor Value(int parameter) => layout.View(weights, parameter);

    /// <summary>A parameter's tangents, shape [k, ...], a view.</summary>
    public Tensor Tangents(int parameter) => layout.Views(tangents!, parameter);

    /// <summary>Stores ∂L/∂w of a parameter.</summary>
    public void StoreGradient(int parameter, Tensor value) => layout.View(gradient, parameter).copy_(value);

    /// <summary>Where the tangents of ∂L/∂w of a parameter go, shape [k, ...], a view.</summary>
    public Tensor Products(int parameter) => layout.Views(products!, parameter);
}
