using System.Collections.Immutable;
using Fds.Core.Runtime;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>A linear function evaluated at some inputs, with its transpose, which autograd knows, to be taken later and once.</summary>
internal sealed class Transposable
{
    private readonly Tensor[] inputs;
    private readonly Tensor output;

    /// <summary>Evaluates a function that is linear in each of its inputs.</summary>
    public Transposable(Func<IReadOnlyList<Tensor>, Tensor> function, params IReadOnlyList<Tensor> inputs)
    {
        using IDisposable recorded = enable_grad();
        this.inputs = [.. inputs.Select(input => input.detach().requires_grad_())];
        output = function(this.inputs);
        Output = output.detach();
    }

    /// <summary>The value.</summary>
    public Tensor Output { get; }

    /// <summary>For each input, what a gradient of the output makes its gradient. Can be asked once.</summary>
    public IReadOnlyList<Tensor> Transpose(Tensor gradient)
    {
        ImmutableArray<Tensor> gradients = Differentiation.Of(output, gradient, inputs);
        output.Dispose();
        return gradients;
    }
}
