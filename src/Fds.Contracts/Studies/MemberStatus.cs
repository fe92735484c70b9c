namespace Fds.Contracts.Studies;

/// <summary>One member of a population, or one method of a comparison, which is a study of its own.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.MemberStatus")]
public sealed record MemberStatus
{
    /// <summary>Name of its study.</summary>
    [Id(0)]
    public required string Study { get; init; }

    /// <summary>Which member, from 0.</summary>
    [Id(1)]
    public required int Member { get; init; }

    /// <summary>How often members have been replaced before it began.</summary>
    [Id(2)]
    public required int Generation { get; init; }

    /// <summary>Its state.</summary>
    [Id(3)]
    public StudyState State { get; init; } = StudyState.None;

    /// <summary>Outer steps done.</summary>
    [Id(4)]
    public int OuterStep { get; init; } = 0;

    /// <summary>Mean validation accuracy of its best outer step, or of its best trial, in [0, 1].</summary>
    [Id(5)]
    public double? BestValidationAccuracy { get; init; }

    /// <summary>That of its latest outer step.</summary>
    [Id(6)]
    public double? LastValidationAccuracy { get; init; }

    /// <summary>Cost so far in gradient steps.</summary>
    [Id(7)]
    public double GradientSteps { get; init; } = 0;

    /// <summary>Its method.</summary>
    [Id(50)]
    public StudyMethod Method { get; init; } = StudyMethod.Fds;

    /// <summary>Trials in; for methods that try one schedule or run after another.</summary>
    [Id(51)]
    public int Trials { get; init; } = 0;

    /// <summary>Validation loss of the same.</summary>
    [Id(52)]
    public double? BestValidationLoss { get; init; }

    /// <summary>Spent on learning so far.</summary>
    [Id(53)]
    public MethodCost Learning { get; init; } = new();
}
