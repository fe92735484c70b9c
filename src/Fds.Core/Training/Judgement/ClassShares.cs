using static TorchSharp.torch;

namespace Fds.Core.Training.Judgement;

/// <summary>
/// The share of every class among the examples of a training set: all that is known of a label before an example is looked at. Those held
/// out are among them, so that no class of theirs has a share of 0, however few they are.
/// </summary>
/// <param name="shares">The share of every class, in [0, 1].</param>
/// <param name="classes">Number of classes; the last may have a share of 0.</param>
/// <param name="unseen">What counts as the share of a class that no example has, as when it is only in the test set: the loss stays finite.</param>
internal sealed class ClassShares(double[] shares, int classes, double unseen) : Prior
{
    public override string Prediction => "the class frequencies";

    public override double Uninformed => Math.Log(classes);

    /// <summary>Of a training set's labels, classes counted from 0.</summary>
    public static ClassShares Of(ReadOnlySpan<byte> labels, int classes)
    {
        double[] shares = new double[byte.MaxValue + 1];
        foreach (byte label in labels)
        {
            shares[label]++;
        }

        return Of(shares, labels.Length, classes);
    }

    /// <summary>Of a training set's labels, classes counted from 0 to below <paramref name="classes"/>.</summary>
    public static ClassShares Of(ReadOnlySpan<long> labels, int classes)
    {
        double[] shares = new double[classes];
        foreach (long label in labels)
        {
            shares[label]++;
        }

        return Of(shares, labels.Length, classes);
    }

    /// <summary>What naming them gives on examples with these labels, int64, shape [N] or [N, T].</summary>
    public override Guess On(Tensor targets)
    {
        using Tensor host = targets.cpu();
        KeyValuePair<long, int>[] counts = [.. host.data<long>().ToArray().CountBy(label => label).OrderBy(count => count.Key)];
        double examples = targets.NumberOfElements;
        return new(counts.Sum(count => -count.Value * Math.Log(shares[count.Key] > 0 ? shares[count.Key] : unseen)) / examples, counts.Max(count => count.Value) / examples, counts.Length);
    }

    private static ClassShares Of(double[] counts, int labels, int classes)
    {
        for (int label = 0; label < counts.Length; label++)
        {
            counts[label] /= labels;
        }

        return new(counts, classes, 1.0 / (labels + classes));
    }
}
