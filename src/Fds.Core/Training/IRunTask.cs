using Fds.Core.Curvature;
using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>What one run trains on, and what its weights are judged by. A kind of problem has one for retraining and, in <see cref="ILearningTask"/>, one for learning.</summary>
internal interface IRunTask : IDisposable
{
    /// <summary>T, in inner steps.</summary>
    int Horizon { get; }

    /// <summary>Evaluates the training loss and its products.</summary>
    ICurvatureEngine Engine { get; }

    /// <summary>Mini-batches to train on.</summary>
    IBatchSource Training { get; }

    /// <summary>The loss of always predicting the class frequencies, or the mean of real targets, on the examples that weights are judged on; NaN if there are no data.</summary>
    double PriorLoss { get; }

    /// <summary>The evaluation of weights on the held-out examples, or in retraining on the test set, and its cost in gradient steps.</summary>
    (Evaluation Evaluation, double Cost) Judge(Tensor weights);

    /// <summary>What of it goes into a checkpoint, by name.</summary>
    IEnumerable<KeyValuePair<string, Tensor>> Capture();

    /// <summary>Takes over what a checkpoint holds.</summary>
    void Restore(RunSnapshot snapshot);
}
