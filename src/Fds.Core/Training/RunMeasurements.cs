namespace Fds.Core.Training;

/// <summary>Numbers that a run measures on its way, each shown beside the outer step or run that it belongs to. They decide nothing.</summary>
public sealed record RunMeasurements
{
    /// <summary>Share of the gradients' elements that were held at ±G over the run, in [0, 1]; null where they are not clamped or the run did not complete.</summary>
    public double? GradientClamped { get; init; }
}
