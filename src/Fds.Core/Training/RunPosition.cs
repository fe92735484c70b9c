namespace Fds.Core.Training;

/// <summary>Where a run is, told every few inner steps.</summary>
/// <param name="Step">Inner steps done.</param>
/// <param name="Horizon">T, in inner steps.</param>
/// <param name="LiveColumns">Columns whose window has begun.</param>
/// <param name="Loss">Latest training loss.</param>
/// <param name="Cost">Cost so far in gradient steps, that of the steps before a checkpoint that it went on from included.</param>
public readonly record struct RunPosition(int Step, int Horizon, int LiveColumns, double Loss, double Cost);
