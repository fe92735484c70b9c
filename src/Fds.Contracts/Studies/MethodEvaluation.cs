namespace Fds.Contracts.Studies;

/// <summary>A point of a method's curve: one validation result, and the best one up to then, against what had been spent.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.MethodEvaluation")]
public sealed record MethodEvaluation
{
    /// <summary>Outer step or trial, from 0.</summary>
    [Id(0)]
    public required int Number { get; init; }

    /// <summary>Spent by then, with what ran beside it and was not in yet.</summary>
    [Id(1)]
    public required MethodCost Spent { get; init; }

    /// <summary>Mean loss on the validation split; for fds the mean over the replicas.</summary>
    [Id(2)]
    public required double ValidationLoss { get; init; }

    /// <summary>In [0, 1].</summary>
    [Id(3)]
    public required double ValidationAccuracy { get; init; }

    /// <summary>The lowest loss up to then.</summary>
    [Id(4)]
    public required double BestLoss { get; init; }

    /// <summary>The highest accuracy up to then.</summary>
    [Id(5)]
    public required double BestAccuracy { get; init; }
}
