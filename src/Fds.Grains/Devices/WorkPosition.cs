namespace Fds.Grains.Devices;

/// <summary>Where a run is.</summary>
internal sealed record WorkPosition(int InnerStep, int InnerSteps, int LiveColumns, double? Loss)
{
    public static WorkPosition Start { get; } = new(0, 0, 0, null);
}
