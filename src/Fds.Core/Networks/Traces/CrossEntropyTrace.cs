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
    /// <param name="labels">y: classes, shape [B] or [B, T], int64, or the probabilities of all classes, shape [B, classes] or [B, T, classes].</param>
    public CrossEntropyTrace(Tensor logits, Tensor labels)
    {
        long classes = logits.shape[^1];
        bool soft = labels.is_floating_point();
        predictions = labels.NumberOfElements / (soft ? classes : 1);
        using Tensor rows = logits.reshape(predictions, classes);
        using Tensor labelsOfRows = soft ? labels.reshape(predictions, classes) : labels.reshape(predictions);
        using Tensor logarithms = nn.functional.log_softmax(rows, 1);
        probabilities = logarithms.exp().reshape(logits.shape);
        Value = soft ? logarithms.mul(labelsOfRows).sum().neg_().Divide(predictions) : nn.functional.nll_loss(logarithms, labelsOfRows);
        using Tensor truth = (soft ? labelsOfRows.alias() : nn.functional.one_hot(labelsOfRows, classes)).reshape(logits.shape);
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
