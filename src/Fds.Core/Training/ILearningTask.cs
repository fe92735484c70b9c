using Fds.Core.Curvature;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What a run that learns, or a trial, trains on: some examples are held out.</summary>
internal interface ILearningTask : IRunTask
{
    /// <summary>Evaluates losses of what is held out: a user's own network draws nothing there.</summary>
    ICurvatureEngine Judging { get; }

    /// <summary>Mini-batches of what is held out, for greedy methods.</summary>
    IBatchSource HeldOut { get; }

    /// <summary>What a gradient over one of those costs, in gradient steps.</summary>
    double CostOfHeldOut { get; }

    /// <summary>The watch that detects a collapse of the run; null if none applies.</summary>
    /// <param name="aboveChanceBefore">Whether an earlier outer step did better than always predicting the class frequencies.</param>
    CollapseWatch? Watch(bool aboveChanceBefore);

    /// <summary>∇L, shape [P], over all held-out examples, in the caller's dispose scope, and its cost in gradient steps.</summary>
    (Tensor Gradient, double Cost) Gradient(Tensor weights);
}
