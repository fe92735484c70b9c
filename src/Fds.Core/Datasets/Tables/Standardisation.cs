namespace Fds.Core.Datasets.Tables;

/// <summary>Mean and standard deviation of a column over the training rows.</summary>
/// <param name="Mean">Mean, in the column's unit.</param>
/// <param name="Deviation">Population standard deviation, in the column's unit; 1 for a column that never varies, so that it becomes 0.</param>
internal readonly record struct Standardisation(double Mean, double Deviation)
{
    /// <summary>Of the values at some rows.</summary>
    public static Standardisation Of(double[] values, int[] rows)
    {
        double mean = rows.Average(row => values[row]);
        double variance = rows.Average(row => (values[row] - mean) * (values[row] - mean));
        double first = values[rows[0]];

        // The mean of equal values may differ from them by rounding.
        return rows.All(row => values[row] == first) ? new(first, 1) : new(mean, Math.Sqrt(variance));
    }

    /// <summary>(value − mean) / deviation.</summary>
    public double Apply(double value) => (value - Mean) / Deviation;
}
