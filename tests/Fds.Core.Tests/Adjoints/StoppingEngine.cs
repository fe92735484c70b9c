using Fds.Core.Curvature;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Adjoints;

/// <summary>Stops the run while it evaluates the loss for the nth time.</summary>
internal sealed class StoppingEngine(ICurvatureEngine engine, int stopAfter, CancellationTokenSource source) : ICurvatureEngine
{
    private int evaluations;

    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Tensor tangents) => Counted(engine.Evaluate(weights, images, labels, tangents));

    public CurvatureEvaluation Evaluate(Tensor weights, Tensor images, Tensor labels, Func<Tensor, Tensor> directions) => Counted(engine.Evaluate(weights, images, labels, directions));

    private CurvatureEvaluation Counted(CurvatureEvaluation evaluation)
    {
        if (++evaluations == stopAfter)
        {
            source.Cancel();
        }

        return evaluation;
    }
}
