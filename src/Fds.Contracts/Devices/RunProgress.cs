using Fds.Contracts.Studies;

namespace Fds.Contracts.Devices;

/// <summary>A device’s heartbeat while it runs.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.RunProgress")]
public sealed record RunProgress
{
    /// <summary>Which work.</summary>
    [Id(0)]
    public required WorkKey Key { get; init; }

    /// <summary>Which attempt and run.</summary>
    [Id(1)]
    public required Fence Fence { get; init; }

    /// <summary>Device key, silo/ordinal.</summary>
    [Id(2)]
    public required string Device { get; init; }

    /// <summary>Silo address, parsable.</summary>
    [Id(3)]
    public required string Silo { get; init; }

    /// <summary>Inner steps done.</summary>
    [Id(4)]
    public required int InnerStep { get; init; }

    /// <summary>Horizon in inner steps; 0 while not known.</summary>
    [Id(5)]
    public required int InnerSteps { get; init; }

    /// <summary>Inner steps per second.</summary>
    [Id(6)]
    public required double StepsPerSecond { get; init; }

    /// <summary>Tangent columns carried at present.</summary>
    [Id(7)]
    public required int LiveColumns { get; init; }

    /// <summary>Latest training loss.</summary>
    [Id(8)]
    public double? Loss { get; init; }

    /// <summary>What the work has cost so far, in gradient steps, that of earlier attempts that this one went on from included.</summary>
    [Id(111)]
    public double Spent { get; init; } = 0;

    /// <summary>What the work had cost where this attempt began, in gradient steps: 0, or that of the checkpoint it went on from.</summary>
    [Id(140)]
    public double FirstSpent { get; init; } = 0;

    /// <summary>Time of the run so far.</summary>
    [Id(141)]
    public double Seconds { get; init; } = 0;

    /// <summary>What the work costs in gradient steps if it runs to its end; null where it has no limit, or before that is known.</summary>
    [Id(110)]
    public double? Cost { get; init; }

    /// <summary>What was read of the data; null where the order did not ask for it, or it was told before.</summary>
    [Id(170)]
    public DataSummary? Data { get; init; }

    /// <summary>Inner step that this attempt began at: 0, or that of the checkpoint it went on from.</summary>
    [Id(9)]
    public int FirstInnerStep { get; init; } = 0;
}
