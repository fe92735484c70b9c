using Fds.Contracts.Devices;

namespace Fds.Contracts.Studies;

/// <summary>One replica of the current outer step, or one retraining run.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.ReplicaStatus")]
public sealed record ReplicaStatus
{
    /// <summary>Which work.</summary>
    [Id(0)]
    public required WorkKey Key { get; init; }

    /// <summary>Attempt number, from 1.</summary>
    [Id(1)]
    public required int Attempt { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required ReplicaState State { get; init; }

    /// <summary>Device it runs on or ran on.</summary>
    [Id(3)]
    public string? Device { get; init; }

    /// <summary>Inner steps done.</summary>
    [Id(4)]
    public int InnerStep { get; init; } = 0;

    /// <summary>Horizon in inner steps; 0 while not known.</summary>
    [Id(5)]
    public int InnerSteps { get; init; } = 0;

    /// <summary>Inner steps per second.</summary>
    [Id(6)]
    public double StepsPerSecond { get; init; } = 0;

    /// <summary>Tangent columns carried at present.</summary>
    [Id(7)]
    public int LiveColumns { get; init; } = 0;

    /// <summary>Latest training loss.</summary>
    [Id(8)]
    public double? Loss { get; init; }

    /// <summary>Validation loss at the end of the run.</summary>
    [Id(9)]
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy in [0, 1]: on the validation split, or on the test set for retraining.</summary>
    [Id(10)]
    public double? Accuracy { get; init; }

    /// <summary>Why it waits, or why it does not contribute.</summary>
    [Id(11)]
    public string? Reason { get; init; }

    /// <summary>Cost in gradient steps, once it has ended.</summary>
    [Id(12)]
    public double GradientSteps { get; init; } = 0;

    /// <summary>Time of the run in seconds, once it has ended.</summary>
    [Id(13)]
    public double Seconds { get; init; } = 0;

    /// <summary>Inner step that this attempt began at: 0, or that of the checkpoint it went on from.</summary>
    [Id(14)]
    public int FirstInnerStep { get; init; } = 0;
}
