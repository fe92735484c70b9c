using Fds.Core.Training;

namespace Fds.Grains.Verification;

/// <summary>
/// Times a run's inner steps without the work around them. A run over twice the horizon evaluates as many examples besides its steps as one over
/// the horizon does, so the difference of the times is that of the steps.
/// </summary>
internal sealed class ModeTimer(TimeProvider time)
{
    private const int MostRepetitions = 5;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    /// <summary>Seconds of an inner step; null where that is too short to tell, or a run did not complete.</summary>
    /// <param name="steps">T.</param>
    /// <param name="run">Runs over a horizon; false where the run did not complete.</param>
    public double? PerStep(int steps, Func<Horizon, bool> run)
    {
        double once = double.PositiveInfinity;
        double twice = double.PositiveInfinity;
        long start = time.GetTimestamp();
        for (int repetition = 0; repetition < MostRepetitions && (repetition == 0 || time.GetElapsedTime(start) < Enough); repetition++)
        {
            if (Seconds(() => run(Horizon.OfSteps(steps))) is not { } first || Seconds(() => run(Horizon.OfSteps(2 * steps))) is not { } second)
            {
                return null;
            }

            once = Math.Min(once, first);
            twice = Math.Min(twice, second);
        }

        return twice > once ? (twice - once) / steps : null;
    }

    private double? Seconds(Func<bool> run)
    {
        long start = time.GetTimestamp();
        return run() ? time.GetElapsedTime(start).TotalSeconds : null;
    }
}
