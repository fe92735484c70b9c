using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Networks.Traces;

/// <summary>
/// The rule of the mean cross-entropy L over N predictions with logits z and p = softmax(z): ∂L/∂z = (p − y)/N, and its tangent
/// p ⊙ (ż − Σ p ż)/N.
/// </summary>
internal sealed class CrossEntropyTrace : ILossTrace
{
    private readonly Tensor probabilities;
    private readonly long predictions;

    /// <summary>Evaluates it.</summary>
    /// <param name="logits">z, shape [B, classes], or [B, T, classes] or [B·T, classes] where an example has T positions.</param>
    /// <param name="labels">y, shape [B] or [B, T], int64.</param>
    public CrossEntropyTrace(Tensor logits, Tensor labels)
    {
        long classes = logits.shape[^1];
        predictions = labels.NumberOfElements;
        using Tensor rows = logits.reshape(predictions, classes);
        using Tensor classesOfRows = labels.reshape(predictions);
        using Tensor logarithms = nn.functional.log_softmax(rows, 1);
        probabilities = logarithms.exp().reshape(logits.shape);
        Value = nn.functional.nll_loss(logarithms, classesOfRows);
        using Tensor truth = nn.functional.one_hot(classesOfRows, classes).reshape(logits.shape);
        Gradient = (probabilities - truth).Divide(predictions);
    }

    public Tensor Value { get; }

    public Tensor Gradient { get; }

    public Tensor PushForward(Tensor tangents)
    {
        Tensor weighted = tangents * probabilities.unsqueeze(1);
        Tensor sums = weighted.sum(-1, keepdim: true);
        return weighted.DecreaseByProduct(sums, probabilities.unsqueeze(1)).Divide(predictions);
    }
}
