namespace Fds.Contracts.Studies;

/// <summary>One training run from scratch with a fixed schedule.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.RetrainRecord")]
public sealed record RetrainRecord
{
    /// <summary>Which schedule.</summary>
    [Id(0)]
    public required RetrainedSchedule Schedule { get; init; }

    /// <summary>Run number, from 0.</summary>
    [Id(1)]
    public required int Seed { get; init; }

    /// <summary>How it ended.</summary>
    [Id(2)]
    public required ReplicaState State { get; init; }

    /// <summary>Mean loss on the test set.</summary>
    [Id(3)]
    public required double TestLoss { get; init; }

    /// <summary>In [0, 1]; NaN where the task has none.</summary>
    [Id(4)]
    public required double TestAccuracy { get; init; }

    /// <summary>Horizon in inner steps.</summary>
    [Id(5)]
    public required int InnerSteps { get; init; }

    /// <summary>Cost in gradient steps.</summary>
    [Id(6)]
    public required double GradientSteps { get; init; }

    /// <summary>Time of the run.</summary>
    [Id(7)]
    public required double Seconds { get; init; }

    /// <summary>Why it failed.</summary>
    [Id(8)]
    public string? Reason { get; init; }

    /// <summary>The loss that naming every class with its share of the training set gives on the test set, or the mean of real targets; null where there are no data.</summary>
    [Id(160)]
    public double? PriorLoss { get; init; }
}
