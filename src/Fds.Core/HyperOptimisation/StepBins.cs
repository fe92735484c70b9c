using System.Collections.Immutable;
using Fds.Core.Schedules;

namespace Fds.Core.HyperOptimisation;

/// <summary>
/// The derivatives of L_val by the values of single inner steps, such as ∂L_val/∂α_t, as means over bins of neighbouring steps: as many
/// bins as steps, but no more than <see cref="Most"/>. Step t of T lies in bin ⌊n·t/T⌋ of n.
/// </summary>
public static class StepBins
{
    /// <summary>Enough to see every change that is no noise, and few enough to be kept with every outer step.</summary>
    public const int Most = 100;

    /// <summary>The mean of each bin.</summary>
    /// <param name="values">One value per inner step.</param>
    public static ImmutableArray<double> Means(double[] values)
    {
        double[] bins = new double[Math.Min(values.Length, Most)];
        for (int step = 0; step < values.Length; step++)
        {
            int bin = Windows.At(step, values.Length, bins.Length);
            bins[bin] += values[step] / Windows.Length(bin, values.Length, bins.Length);
        }

        return [.. bins];
    }
}
