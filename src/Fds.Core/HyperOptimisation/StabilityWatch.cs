using System.Globalization;

namespace Fds.Core.HyperOptimisation;

/// <summary>Tells replicas whose training was unstable from those that were merely unlucky, by the losses of the last outer steps.</summary>
/// <param name="Deviations">Number of standard deviations above the usual loss from which a loss is unstable; the deviation comes from the median absolute deviation.</param>
public sealed record StabilityWatch(double Deviations = 4)
{
    /// <summary>Number of recent outer steps whose losses define the usual loss.</summary>
    public const int Steps = 5;

    /// <summary>With fewer losses nothing is usual yet.</summary>
    private const int FewestLosses = 4;

    /// <summary>Where losses hardly differ, σ is taken to be at least this share of the median.</summary>
    private const double LeastDeviation = 0.01;

    /// <summary>Why an outer step was unstable; null if it was stable.</summary>
    /// <param name="losses">Validation losses of the replicas that completed.</param>
    /// <param name="lost">How many replicas diverged or collapsed.</param>
    /// <param name="usual">Losses of the last outer steps' replicas.</param>
    public string? Complaint(IReadOnlyList<double> losses, int lost, IReadOnlyList<double> usual)
    {
        if (lost > 0)
        {
            return $"{lost} of {losses.Count + lost} replicas diverged or collapsed";
        }

        if (usual.Count < FewestLosses)
        {
            return null;
        }

        double median = Median(usual);
        double deviation = Math.Max(ReplicaAverage.DeviationsPerMedianDeviation * Median([.. usual.Select(loss => Math.Abs(loss - median))]), LeastDeviation * Math.Abs(median));
        double worst = losses.Max();
        return worst > median + (Deviations * deviation) ? string.Create(CultureInfo.InvariantCulture, $"a replica's loss was {worst:G4}, where {median:G4} ± {deviation:G2} is usual") : null;
    }

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
