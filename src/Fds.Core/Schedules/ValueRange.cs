namespace Fds.Core.Schedules;

/// <summary>The closed range that a hyperparameter may move in.</summary>
public readonly record struct ValueRange(double Minimum, double Maximum)
{
    /// <summary>The nearest value within the range. NaN stays NaN.</summary>
    public double Project(double value) => Math.Min(Math.Max(value, Minimum), Maximum);
}
