using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Losses;

/// <summary>−log softmax(z)_y, a mean over examples and positions.</summary>
internal sealed class CrossEntropy : Loss
{
    public override string Name => "cross-entropy";

    /// <summary>The mean over predictions; targets may be probabilities as well, of the shape of the outputs.</summary>
    public override Tensor Mean(Tensor outputs, Tensor targets) => targets.is_floating_point()
        ? nn.functional.cross_entropy(Rows(outputs, targets), targets.reshape(-1, targets.shape[^1]))
        : nn.functional.cross_entropy(Rows(outputs, targets), Flat(targets));

    internal override bool Fits(Tensor outputs, Tensor targets, int width) =>
        outputs.dim() >= 2 && outputs.shape[^1] == width && outputs.NumberOfElements == targets.NumberOfElements * width && (targets.dim() > 1 || outputs.dim() == 2);

    internal override string Expectation(Tensor targets, int width) => targets.dim() == 1
        ? $"logits of shape [{targets.shape[0]}, {width}], one for each class"
        : $"logits of shape [{string.Join(", ", targets.shape)}, {width}] or [{targets.NumberOfElements}, {width}], one for each class at every position";

    internal override ILossTrace Trace(Tensor outputs, Tensor targets) => new CrossEntropyTrace(outputs, targets);

    internal override Tensor Rows(Tensor outputs, Tensor targets) => outputs.dim() == 2 ? outputs : outputs.flatten(0, -2);

    internal override Tensor Sum(Tensor rows, Tensor targets) => nn.functional.cross_entropy(rows, Flat(targets), reduction: nn.Reduction.Sum);

    internal override Tensor Predicted(Tensor rows) => rows.argmax(1);

    /// <summary>None of sequences: the share of positions is not what they are compared by, and would hide the loss, which is.</summary>
    internal override Tensor? Right(Tensor predicted, Tensor targets) => targets.dim() == 1 ? predicted.eq(targets).sum() : null;

    private static Tensor Flat(Tensor targets) => targets.dim() == 1 ? targets : targets.flatten();
}
