namespace Fds.Contracts.Studies;

/// <summary>Limits at which a study stops and keeps what it learned.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.BudgetSpecification")]
public sealed record BudgetSpecification
{
    /// <summary>Cost in gradient steps; null: no limit.</summary>
    [Id(0)]
    public double? GradientSteps { get; init; }

    /// <summary>Time since submission, without the time it was paused or had ended; null: no limit.</summary>
    [Id(1)]
    public TimeSpan? WallClock { get; init; }
}
