using static TorchSharp.torch;

namespace Fds.Core.Training.Judgement;

/// <summary>What a training set says of a target before its example is looked at: the best that a constant prediction can do.</summary>
internal abstract class Prior
{
    /// <summary>What is predicted so, to be read after "always predicting".</summary>
    public abstract string Prediction { get; }

    /// <summary>The loss of knowing nothing, not even this: that of naming all classes alike, or of predicting the mean.</summary>
    public abstract double Uninformed { get; }

    /// <summary>What that gives on examples.</summary>
    /// <param name="targets">Their targets: classes, int64, [N] or [N, T], or real numbers, [N, D].</param>
    public abstract Guess On(Tensor targets);
}
