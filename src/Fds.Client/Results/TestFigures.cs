using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>Test accuracy, or test loss, over several retrainings.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="StandardError">Standard error of the mean; null with fewer than two.</param>
/// <param name="Values">Each of them.</param>
internal sealed record TestFigures(double Mean, double? StandardError, IReadOnlyList<double> Values)
{
    /// <summary>Of the runs that completed; null where none did, or the task has no such figure.</summary>
    public static TestFigures? Of(IEnumerable<RetrainRecord> runs, TestMeasure measure) =>
        Of([.. runs.Where(run => run.State == ReplicaState.Completed).Select(measure.Of).Where(value => !double.IsNaN(value))]);

    /// <summary>By how much one schedule is better than another, over the seeds that both have; null where they share none.</summary>
    /// <param name="one">The figures of one by their seeds.</param>
    /// <param name="other">The figures of the other by their seeds.</param>
    /// <param name="measure">What they are.</param>
    public static TestFigures? Gain(IEnumerable<(int Seed, double Value)> one, IEnumerable<(int Seed, double Value)> other, TestMeasure measure) =>
        Of([.. one.Join(other, run => run.Seed, run => run.Seed, (run, beside) => measure.Gain(run.Value, beside.Value))]);

    private static TestFigures? Of(double[] values)
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
