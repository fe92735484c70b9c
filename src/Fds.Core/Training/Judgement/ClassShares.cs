using static TorchSharp.torch;

namespace Fds.Core.Training.Judgement;

/// <summary>
/// The share of every class among the examples of a training set: all that is known of a label before an image is looked at. Those held
/// out are among them, so that no class of theirs has a share of 0, however few they are.
/// </summary>
public sealed class ClassShares
{
    private readonly double[] shares;

    /// <summary>Of a training set's labels, classes counted from 0.</summary>
    public ClassShares(ReadOnlySpan<byte> labels)
    {
        shares = new double[byte.MaxValue + 1];
        foreach (byte label in labels)
        {
            shares[label]++;
        }

        for (int label = 0; label < shares.Length; label++)
        {
            shares[label] /= labels.Length;
        }
    }

    /// <summary>What naming them gives on examples with these labels, int64, shape [N].</summary>
    public Guess On(Tensor labels)
    {
        using Tensor host = labels.cpu();
        KeyValuePair<long, int>[] counts = [.. host.data<long>().ToArray().CountBy(label => label).OrderBy(count => count.Key)];
        double examples = labels.shape[0];
        return new(counts.Sum(count => -count.Value * Math.Log(shares[count.Key])) / examples, counts.Max(count => count.Value) / examples, counts.Length);
    }
}
