using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>Test accuracy over several retrainings.</summary>
/// <param name="Mean">Mean, in [0, 1].</param>
/// <param name="StandardError">Standard error of the mean; null with fewer than two.</param>
/// <param name="Values">Each of them.</param>
internal sealed record TestAccuracy(double Mean, double? StandardError, IReadOnlyList<double> Values)
{
    /// <summary>Of the runs that completed; null where none did.</summary>
    public static TestAccuracy? Of(IEnumerable<RetrainRecord> runs)
    {
        double[] values = [.. runs.Where(run => run.State == ReplicaState.Completed).Select(run => run.TestAccuracy)];
        return Of(values);
    }

    /// <summary>One schedule's less another's, over the seeds that both have; null where they share none.</summary>
    public static TestAccuracy? Difference(IEnumerable<RetrainRecord> one, IEnumerable<RetrainRecord> other) =>
        Of([.. one.Join(other, run => run.Seed, run => run.Seed, (run, beside) => run.TestAccuracy - beside.TestAccuracy)]);

    private static TestAccuracy? Of(double[] values)
    {
        if (values.Length == 0)
        {
            return null;
        }

        double mean = values.Average();
        double? error = values.Length < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length);
        return new(mean, error, values);
    }
}
