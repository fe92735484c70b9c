using Fds.Contracts.Studies;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// The limit of one more trial's cost, so that a budget of gradient steps is never exceeded: the rest of the budget minus the reserves of
/// the running trials.
/// </summary>
/// <param name="GradientSteps">The limit.</param>
/// <param name="IsExceeded">Whether the trial is known to cost more than is left.</param>
/// <param name="Reason">Why the search ends, where it is exceeded.</param>
internal sealed record TrialBudget(double GradientSteps, bool IsExceeded, string? Reason)
{
    /// <summary>The limit of one more trial; null where the study has none.</summary>
    /// <param name="state">The study.</param>
    /// <param name="item">The trial.</param>
    /// <param name="reserve">Gradient steps that are kept for confirmation.</param>
    public static TrialBudget? Limit(StudyRecord state, WorkItem item, double reserve)
    {
        if (state.Specification.Budget.GradientSteps is not { } budget)
        {
            return null;
        }

        double left = budget - reserve - state.Learning.GradientSteps - state.Work.Where(other => other.IsOpenTrial).Sum(other => other.Cost ?? other.CostLimit ?? 0);
        double? cost = TrialCost.Of(state, item);
        if (left <= 0 || (cost is { } next && !WorkCost.Fits(next, left)))
        {
            string what = cost is { } known ? $"the next trial takes about {known:G6}" : "nothing is left for the next trial";
            return new(0, IsExceeded: true, $"{state.Learning.GradientSteps:G6} of the budget of {budget:G6} gradient steps are spent, {(reserve > 0 ? $"{reserve:G6} are kept for confirmation, " : "")}and {what}");
        }

        // The first trial's cost is unknown. The whole rest of the budget is reserved for it until its device reports the cost; other trials wait.
        return new(cost ?? left, IsExceeded: false, Reason: null);
    }
}
