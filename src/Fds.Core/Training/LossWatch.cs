using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Reads the training loss every few steps, so that the device is not made to wait for the host in between, and reports it.</summary>
/// <param name="horizon">T, in inner steps.</param>
/// <param name="end">The step before which the run ends: the loss of its last step is always read.</param>
/// <param name="report">Told where the run is.</param>
internal sealed class LossWatch(int horizon, int end, Action<RunPosition>? report)
{
    private const int Interval = 10;

    /// <summary>Looks at a step's loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="step">The inner step.</param>
    /// <param name="liveColumns">Columns whose window has begun.</param>
    /// <param name="cost">Cost so far in gradient steps.</param>
    /// <returns>Whether it is finite, or was not read this time.</returns>
    public bool IsFinite(Tensor loss, int step, int liveColumns, double cost)
    {
        if ((step + 1) % Interval != 0 && step + 1 != end)
        {
            return true;
        }

        double value = loss.to(ScalarType.Float64).item<double>();
        report?.Invoke(new(step + 1, horizon, liveColumns, value, cost));
        return double.IsFinite(value);
    }
}
