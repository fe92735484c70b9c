using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>The accuracy that guessing reaches: always naming the most frequent class of the examples judged.</summary>
/// <param name="Accuracy">Share of the most frequent class.</param>
public readonly record struct ChanceLevel(double Accuracy)
{
    private const double StandardDeviations = 3;

    /// <summary>Of examples with these labels, shape [N].</summary>
    public static ChanceLevel Of(Tensor labels)
    {
        using Tensor counts = labels.bincount(null);
        using Tensor most = counts.max();
        return new((double)most.item<long>() / labels.shape[0]);
    }

    /// <summary>Whether an accuracy over <paramref name="examples"/> examples is above what guessing reaches by luck (three standard deviations).</summary>
    public bool IsBelow(double accuracy, int examples) =>
        accuracy > Accuracy + (StandardDeviations * Math.Sqrt(Accuracy * (1 - Accuracy) / examples));
}
