namespace Fds.Contracts.Studies;

/// <summary>New limits of a study, as totals: so that the same request twice is the same as once. A limit can only be raised.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudyExtension")]
public sealed record StudyExtension
{
    /// <summary>Outer steps in all, 1 to 10000; null: as before.</summary>
    [Id(0)]
    public int? OuterSteps { get; init; }

    /// <summary>Cost in gradient steps in all, above 0; null: as before.</summary>
    [Id(1)]
    public double? GradientSteps { get; init; }

    /// <summary>Time since submission in all, without the time it was paused or had ended; null: as before.</summary>
    [Id(2)]
    public TimeSpan? WallClock { get; init; }
}
