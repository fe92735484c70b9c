using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>What the study shows of itself. A view that cannot be made breaks neither a report nor a watch.</summary>
internal sealed partial class StudyGrain
{
    private StudyStatus Describe()
    {
        try
        {
            double stepSeconds = State.StepSeconds + time.GetElapsedTime(stepStarted).TotalSeconds;
            TimeSpan? remaining = StudyForecast.Remaining(State, [.. live.Values.Select(run => run.Progress).OfType<RunProgress>()], stepSeconds);
            return StudyProjection.Status(Name, State, live, remaining, Reasons);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotShown(Name, e);
            return StudyProjection.Bare(Name, State, Watchdog.Words(e));
        }
    }

    private void ShowGauges()
    {
        try
        {
            instruments.OnStudyChanged(Name, State, Reasons);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotShown(Name, e);
        }
    }
}
