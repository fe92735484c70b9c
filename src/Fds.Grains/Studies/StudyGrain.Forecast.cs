using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>How long a study will still take, from the cost it has met and the cost ahead.</summary>
internal sealed partial class StudyGrain
{
    private TimeSpan? Forecast()
    {
        if (!IsRunning || State.Phase is StudyPhase.Population or StudyPhase.Methods)
        {
            return null;
        }

        if (State.Phase == StudyPhase.Search)
        {
            return ForecastSearch();
        }

        double doneNow = live.Values.Sum(run => run.Progress is { } progress ? CostForecast.Done(State.Specification, progress) : 0);
        double seconds = State.StepSeconds + time.GetElapsedTime(stepStarted).TotalSeconds;
        double rate = (State.StepGradientSteps + doneNow) / Math.Max(seconds, 1e-3);
        int horizon = State.History is [.., var last] ? last.InnerSteps : live.Values.Select(run => run.Progress?.InnerSteps ?? 0).DefaultIfEmpty(0).Max();
        if (horizon == 0 || rate <= 0)
        {
            return null;
        }

        double ahead = CostForecast.Ahead(State, horizon) - State.StepGradientSteps - doneNow;
        return TimeSpan.FromSeconds(Math.Max(0, ahead) / rate);
    }

    /// <summary>From the trials that are in: as many as are left of the most there may be, or as much as is left of the budget.</summary>
    private TimeSpan? ForecastSearch()
    {
        if (State.TrialCount == 0 || State.Learning.GradientSteps == 0)
        {
            return null;
        }

        double spent = State.Learning.GradientSteps;
        double?[] totals = [State.Specification.Budget.GradientSteps, spent * State.Specification.Search.Trials / State.TrialCount];
        return totals.Min() is { } total ? TimeSpan.FromSeconds(Math.Max(0, total - spent) * State.Learning.Seconds / spent) : null;
    }
}
