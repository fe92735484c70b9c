namespace Fds.Grains.Planning;

/// <summary>How long inner steps take, in seconds; NaN where that was not measured.</summary>
/// <param name="Gradient">One gradient over a whole mini-batch, with the update of the weights.</param>
/// <param name="Column">What the update of one column adds to that.</param>
internal readonly record struct StepTimes(double Gradient, double Column)
{
    /// <summary>Not measured.</summary>
    public static StepTimes Unknown => new(double.NaN, double.NaN);
}
