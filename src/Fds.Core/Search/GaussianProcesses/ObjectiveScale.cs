namespace Fds.Core.Search.GaussianProcesses;

/// <summary>
/// Brings objectives to a scale that a Gaussian process can take: ln(1 + (y − min) / (median − min)), then mean 0 and deviation 1. Near
/// the least value this is linear, far above it logarithmic, so that a few huge losses do not flatten the rest; adding a constant to
/// all, or multiplying them, changes nothing. Trials that diverged stand where the worst finite one does.
/// </summary>
internal static class ObjectiveScale
{
    /// <summary>The scaled values of objectives, at least one of which is finite, in their order.</summary>
    public static double[] Scale(IReadOnlyCollection<double> objectives)
    {
        double[] finite = [.. objectives.Where(double.IsFinite).Order()];
        double least = finite[0];
        double worst = finite[^1];
        double unit = finite[finite.Length / 2] - least;
        if (unit <= 0)
        {
            unit = Math.Max(worst - least, double.Epsilon);
        }

        double[] curbed = [.. objectives.Select(objective => Math.Log(1 + ((Math.Min(objective, worst) - least) / unit)))];
        double mean = curbed.Average();
        double deviation = Math.Sqrt(curbed.Average(value => (value - mean) * (value - mean)));
        return [.. curbed.Select(value => deviation > 0 ? (value - mean) / deviation : 0)];
    }
}
