using Fds.Core.Curvature;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Training.Judgement;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Quadratics;

/// <summary>
/// The quadratic problem as a run has it. Validation and test loss are the loss itself, and judging costs nothing; for want of classes its
/// accuracy is said to be 1 / (1 + L).
/// </summary>
internal sealed class QuadraticTask(QuadraticSetting setting) : ILearningTask
{
    private readonly QuadraticProblem problem = new(setting.Type, setting.Device);

    public int Horizon => setting.Horizon.StepsOver(1, 1);

    public ICurvatureEngine Engine => problem;

    public ICurvatureEngine Judging => problem;

    public IBatchSource Training => problem;

    public IBatchSource HeldOut => problem;

    public double CostOfHeldOut => 1;

    public CollapseWatch? Watch(bool aboveChanceBefore) => null;

    public double PriorLoss => double.NaN;

    public (Evaluation Evaluation, double Cost) Judge(Tensor weights)
    {
        double loss = problem.Loss(weights);
        return (new(loss, 1 / (1 + loss), 0, 0), 0);
    }

    public (Tensor Gradient, double Cost) Gradient(Tensor weights) => (problem.Gradient(weights), 1);

    public IEnumerable<KeyValuePair<string, Tensor>> Capture() => [];

    public void Restore(RunSnapshot snapshot)
    {
    }

    public void Dispose() => problem.Dispose();
}
