using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>The rule of the mean cross-entropy L of logits z with p = softmax(z): ∂L/∂z = (p − y)/B, and its tangent p ⊙ (ż − Σ p ż)/B.</summary>
internal sealed class CrossEntropyTrace
{
    private readonly Tensor probabilities;
    private readonly long examples;

    /// <summary>Evaluates it.</summary>
    /// <param name="logits">z, shape [B, classes].</param>
    /// <param name="labels">y, int64, of B elements in all: shape [B], or [B/T, T] where every token has a row of logits.</param>
    public CrossEntropyTrace(Tensor logits, Tensor labels)
    {
        examples = logits.shape[0];
        using Tensor logarithms = nn.functional.log_softmax(logits, 1);
        probabilities = logarithms.exp();
        using Tensor flat = labels.reshape(-1);
        Value = nn.functional.nll_loss(logarithms, flat);
        using Tensor truth = nn.functional.one_hot(flat, logits.shape[1]);
        Gradient = (probabilities - truth).Divide(examples);
    }

    /// <summary>L, a scalar.</summary>
    public Tensor Value { get; }

    /// <summary>∂L/∂z, shape [B, classes].</summary>
    public Tensor Gradient { get; }

    /// <summary>From the tangents of z, shape [B, k, classes], to those of ∂L/∂z.</summary>
    public Tensor PushForward(Tensor tangents)
    {
        Tensor weighted = tangents * probabilities.unsqueeze(1);
        Tensor sums = weighted.sum(2, keepdim: true);
        return weighted.DecreaseByProduct(sums, probabilities.unsqueeze(1)).Divide(examples);
    }
}
