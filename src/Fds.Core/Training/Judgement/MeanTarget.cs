using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Fds.Core.Training.Judgement;

/// <summary>The mean of every real target over a training set. Those held out are among them.</summary>
/// <param name="means">The means, one for each of D numbers.</param>
/// <param name="variance">Mean squared difference from them, over all targets of the training set.</param>
internal sealed class MeanTarget(ImmutableArray<double> means, double variance) : Prior
{
    public override string Prediction => "the mean of the training targets";

    public override double Uninformed => variance;

    /// <summary>Of a training set's targets, D of one example after those of another.</summary>
    public static MeanTarget Of(ReadOnlySpan<double> targets, int width)
    {
        double[] means = new double[width];
        for (int i = 0; i < targets.Length; i++)
        {
            means[i % width] += targets[i];
        }

        double examples = (double)targets.Length / width;
        for (int column = 0; column < width; column++)
        {
            means[column] /= examples;
        }

        return new([.. means], MeanSquare(targets, means));
    }

    public override Guess On(Tensor targets)
    {
        using Tensor host = targets.cpu().to(ScalarType.Float64);
        double[] values = host.data<double>().ToArray();
        return new(MeanSquare(values, [.. means]), double.NaN, values.Chunk(means.Length).Select(each => string.Join(' ', each)).Distinct().Take(2).Count());
    }

    private static double MeanSquare(ReadOnlySpan<double> targets, double[] means)
    {
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double difference = targets[i] - means[i % means.Length];
            sum += difference * difference;
        }

        return sum / targets.Length;
    }
}
