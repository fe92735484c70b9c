using System.Collections.Immutable;
using Fds.Core.Schedules;

namespace Fds.Core.HyperOptimisation;

/// <summary>
/// ∂L_val/∂α_t, ∂L_val/∂β_t and ∂L_val/∂ξ_t over a run, as means over bins of neighbouring inner steps: as many bins as steps, but no more
/// than <see cref="MostBins"/>. Step t of T lies in bin ⌊n·t/T⌋ of n.
/// </summary>
/// <param name="LearningRate">Per bin, the mean of ∂L_val/∂α_t.</param>
/// <param name="Momentum">Per bin, the mean of ∂L_val/∂β_t.</param>
/// <param name="WeightDecay">Per bin, the mean of ∂L_val/∂ξ_t.</param>
public sealed record StepHypergradients(ImmutableArray<double> LearningRate, ImmutableArray<double> Momentum, ImmutableArray<double> WeightDecay)
{
    /// <summary>Enough to see every change that is no noise, and few enough to be kept with every outer step.</summary>
    public const int MostBins = 100;

    /// <summary>The bins of a kind.</summary>
    public ImmutableArray<double> this[HyperparameterKind kind] => kind switch
    {
        HyperparameterKind.LearningRate => LearningRate,
        HyperparameterKind.Momentum => Momentum,
        HyperparameterKind.WeightDecay => WeightDecay,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a learning rate, momentum or weight decay."),
    };

    /// <summary>Of one value per inner step for each kind.</summary>
    internal static StepHypergradients Of(Func<HyperparameterKind, double[]> values) => new(
        Means(values(HyperparameterKind.LearningRate)), Means(values(HyperparameterKind.Momentum)), Means(values(HyperparameterKind.WeightDecay)));

    private static ImmutableArray<double> Means(double[] values)
    {
        double[] bins = new double[Math.Min(values.Length, MostBins)];
        for (int step = 0; step < values.Length; step++)
        {
            int bin = Windows.At(step, values.Length, bins.Length);
            bins[bin] += values[step] / Windows.Length(bin, values.Length, bins.Length);
        }

        return [.. bins];
    }
}
