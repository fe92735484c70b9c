using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;

namespace Fds.Studies.Views;

/// <summary>Forecasts a study's remaining time from its cost so far and the cost ahead.</summary>
internal static class StudyForecast
{
    /// <summary>The time left, at most <see cref="TimeSpan.MaxValue"/>; null if it cannot be estimated or the study is not running.</summary>
    /// <param name="state">The study.</param>
    /// <param name="live">The latest heartbeats of its runs.</param>
    /// <param name="stepSeconds">For how long the outer step has been under way, in seconds.</param>
    public static TimeSpan? Remaining(StudyRecord state, IReadOnlyCollection<RunProgress> live, double stepSeconds)
    {
        if (state.State != StudyState.Running || state.Phase is StudyPhase.Population or StudyPhase.Methods)
        {
            return null;
        }

        return state.Phase == StudyPhase.Search ? OfSearch(state) : OfSteps(state, live, stepSeconds);
    }

    private static TimeSpan? OfSteps(StudyRecord state, IReadOnlyCollection<RunProgress> live, double stepSeconds)
    {
        double doneNow = live.Sum(progress => CostForecast.Done(state.Specification, progress));
        double rate = (state.StepGradientSteps + doneNow) / Math.Max(stepSeconds, 1e-3);
        int horizon = state.History is [.., var last] ? last.InnerSteps : live.Select(progress => progress.InnerSteps).DefaultIfEmpty(0).Max();
        if (horizon == 0 || !(rate > 0))
        {
            return null;
        }

        double ahead = CostForecast.Ahead(state, horizon) - state.StepGradientSteps - doneNow;
        return Span(Math.Max(0, ahead) / rate);
    }

    /// <summary>The forecast from the ended trials: for the number of trials left, or for the rest of the budget.</summary>
    private static TimeSpan? OfSearch(StudyRecord state)
    {
        if (state.TrialCount == 0 || state.Learning.GradientSteps == 0)
        {
            return null;
        }

        double spent = state.Learning.GradientSteps;
        double?[] totals = [state.Specification.Budget.GradientSteps, spent * TrialSearch.MostTrials(state.Specification) / state.TrialCount];
        return totals.Min() is { } total ? Span(Math.Max(0, total - spent) * state.Learning.Seconds / spent) : null;
    }

    private static TimeSpan? Span(double seconds) =>
        double.IsNaN(seconds) ? null : seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
}
