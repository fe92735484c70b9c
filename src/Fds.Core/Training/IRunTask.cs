using Fds.Core.Curvature;
using Fds.Core.Training.Checkpoints;
using Fds.Core.Training.Judgement;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What one run trains on, and what its weights are judged by. A kind of problem has one for learning and one for retraining.</summary>
internal interface IRunTask : IDisposable
{
    /// <summary>T, in inner steps.</summary>
    int Horizon { get; }

    /// <summary>Evaluates the training loss and its products.</summary>
    ICurvatureEngine Engine { get; }

    /// <summary>Mini-batches to train on.</summary>
    IBatchSource Training { get; }

    /// <summary>Mini-batches of what is held out, for greedy methods.</summary>
    IBatchSource HeldOut { get; }

    /// <summary>What a gradient over one of those costs, in gradient steps.</summary>
    double CostOfHeldOut { get; }

    /// <summary>What sees whether a run collapses; null where nothing can.</summary>
    /// <param name="aboveChanceBefore">Whether an earlier outer step did better than naming the class shares.</param>
    CollapseWatch? Watch(bool aboveChanceBefore);

    /// <summary>The loss that naming every class with its share gives on what weights are judged on; NaN where there are no classes.</summary>
    double PriorLoss { get; }

    /// <summary>How weights do on what is held out, or of retraining on the test set, and what it costs in gradient steps to see.</summary>
    (Evaluation Evaluation, double Cost) Judge(Tensor weights);

    /// <summary>∇L, shape [P], over all that is held out, in the caller's dispose scope, and what it costs in gradient steps.</summary>
    (Tensor Gradient, double Cost) Gradient(Tensor weights);

    /// <summary>What of it goes into a checkpoint, by name.</summary>
    IEnumerable<KeyValuePair<string, Tensor>> Capture();

    /// <summary>Takes over what a checkpoint holds.</summary>
    void Restore(RunSnapshot snapshot);
}
