using Fds.Core.Networks.Traces;
using static TorchSharp.torch;

namespace Fds.Core.Losses;

/// <summary>What training makes small: a mean over all predictions of a mini-batch.</summary>
public abstract class Loss
{
    /// <summary>Cross-entropy of classes, over every position where an example has several: the natural logarithm, so in nats.</summary>
    public static Loss CrossEntropy { get; } = new CrossEntropy();

    /// <summary>The mean squared difference of real numbers, in the square of their unit.</summary>
    public static Loss SquaredError { get; } = new SquaredError();

    /// <summary>Its name in study files.</summary>
    public abstract string Name { get; }

    /// <summary>The loss of a mini-batch, a scalar that can be differentiated.</summary>
    /// <param name="outputs">What a network says: logits [B, classes], [B, T, classes] or [B·T, classes], or as many real numbers as targets.</param>
    /// <param name="targets">Classes, int64, [B] or [B, T], or real numbers, [B, D].</param>
    public abstract Tensor Mean(Tensor outputs, Tensor targets);

    /// <summary>Whether outputs of such a shape can be compared with such targets.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="width">Number of classes, or of real numbers of an example.</param>
    internal abstract bool Fits(Tensor outputs, Tensor targets, int width);

    /// <summary>What outputs fit such targets, to be read after "expected".</summary>
    internal abstract string Expectation(Tensor targets, int width);

    /// <summary>The loss with the rules by which tangents go through it.</summary>
    internal abstract ILossTrace Trace(Tensor outputs, Tensor targets);

    /// <summary>Outputs one row for every prediction: [R, classes] or [R, D].</summary>
    internal abstract Tensor Rows(Tensor outputs, Tensor targets);

    /// <summary>The sum of the losses of all predictions, a scalar.</summary>
    internal abstract Tensor Sum(Tensor rows, Tensor targets);

    /// <summary>What is predicted, one number for each row: a class, or the sum of the real numbers.</summary>
    internal abstract Tensor Predicted(Tensor rows);

    /// <summary>How many predictions are right, a scalar; null where none can be, or nobody asks for it.</summary>
    internal abstract Tensor? Right(Tensor predicted, Tensor targets);
}
