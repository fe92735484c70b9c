using Fds.Core.Networks.Traces;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Losses;

/// <summary>(y − t)², a mean over examples and their numbers.</summary>
internal sealed class SquaredError : Loss
{
    public override string Name => "mse";

    public override Tensor Mean(Tensor outputs, Tensor targets) => nn.functional.mse_loss(Rows(outputs, targets), targets);

    internal override bool Fits(Tensor outputs, Tensor targets, int width) =>
        outputs.dim() >= 1 && outputs.shape[0] == targets.shape[0] && outputs.NumberOfElements == targets.NumberOfElements;

    internal override string Expectation(Tensor targets, int width) =>
        $"real numbers of shape [{string.Join(", ", targets.shape)}]{(width == 1 ? $" or [{targets.shape[0]}]" : "")}, one for each target";

    internal override ILossTrace Trace(Tensor outputs, Tensor targets) => new SquaredErrorTrace(outputs, targets);

    internal override Tensor Rows(Tensor outputs, Tensor targets) => outputs.reshape(targets.shape);

    internal override Tensor Sum(Tensor rows, Tensor targets) => nn.functional.mse_loss(rows, targets, nn.Reduction.Sum);

    internal override Tensor Predicted(Tensor rows) => rows.sum(1);

    internal override Tensor? Right(Tensor predicted, Tensor targets) => null;
}
