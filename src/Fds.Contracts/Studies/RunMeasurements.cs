namespace Fds.Contracts.Studies;

/// <summary>
/// Numbers that a run measures on its way. A device reports them, an outer step has their means over its replicas, and every number is a
/// column of outer-steps.csv. They decide nothing.
/// </summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.RunMeasurements")]
public sealed record RunMeasurements
{
    /// <summary>Share of the gradients' elements that were held at ±<see cref="InnerSpecification.GradientClamp"/>, in [0, 1]; null where none was clamped or the work carries no tangents.</summary>
    [Id(0)]
    public double? GradientClamped { get; init; }

    /// <summary>Mean of each number over several runs; null where a run lacks it.</summary>
    public static RunMeasurements Mean(IReadOnlyCollection<RunMeasurements> runs)
    {
        double? Of(Func<RunMeasurements, double?> number) => runs.Select(number).MeanIfAllKnown();
        return new() { GradientClamped = Of(run => run.GradientClamped) };
    }
}
