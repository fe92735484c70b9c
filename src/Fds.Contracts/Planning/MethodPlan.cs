using Fds.Contracts.Studies;

namespace Fds.Contracts.Planning;

/// <summary>What one method of a study will spend on learning, at most.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.MethodPlan")]
public sealed record MethodPlan
{
    /// <summary>The method.</summary>
    [Id(0)]
    public required StudyMethod Method { get; init; }

    /// <summary>Cost in gradient steps; null where only a time limits it.</summary>
    [Id(1)]
    public double? GradientSteps { get; init; }
}
