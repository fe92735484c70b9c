namespace Fds.Studies.Numerics;

/// <summary>The inner steps of a trial.</summary>
/// <param name="Horizon">T: what its schedules are stretched over.</param>
/// <param name="First">The first that it trains.</param>
/// <param name="End">The one that it ends before.</param>
internal readonly record struct TrialSteps(int Horizon, int First, int End)
{
    /// <summary>How many it trains.</summary>
    public int Count => End - First;
}
