using Fds.Contracts.Studies;

namespace Fds.Grains.Devices;

/// <summary>Where a run is.</summary>
internal sealed record WorkPosition(int InnerStep, int InnerSteps, int LiveColumns, double? Loss)
{
    /// <summary>Inner step that this attempt began at: 0, or that of its checkpoint.</summary>
    public int FirstInnerStep { get; init; }

    /// <summary>Cost of the work so far, in gradient steps.</summary>
    public double Spent { get; init; }

    /// <summary>Cost of the work at this attempt's beginning, in gradient steps: 0, or that of the checkpoint.</summary>
    public double FirstSpent { get; init; }

    /// <summary>Cost of the work in gradient steps if it runs to its end; null if the work has no limit, or before the cost is known.</summary>
    public double? Cost { get; init; }

    /// <summary>What was read of the data, where the order asks for it.</summary>
    public DataSummary? Data { get; init; }

    public static WorkPosition Start { get; } = new(0, 0, 0, null);
}
