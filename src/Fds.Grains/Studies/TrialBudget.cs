using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>
/// What one more trial may cost, so that a budget of gradient steps is never exceeded: what is left of it, less what is set aside for
/// the trials that run.
/// </summary>
/// <param name="GradientSteps">The limit.</param>
/// <param name="IsExceeded">Whether the trial is known to cost more than is left.</param>
/// <param name="Reason">Why the search ends, where it is exceeded.</param>
internal sealed record TrialBudget(double GradientSteps, bool IsExceeded, string? Reason)
{
    /// <summary>The limit of one more trial; null where the study has none.</summary>
    public static TrialBudget? Limit(StudyGrainState state, WorkItem item, int slots)
    {
        if (state.Specification.Budget.GradientSteps is not { } budget)
        {
            return null;
        }

        WorkItem[] running = [.. state.Work.Where(other => !other.IsSettled)];
        double left = budget - state.Learning.GradientSteps - running.Sum(other => Math.Min(Forecast(state, other) ?? double.PositiveInfinity, other.CostLimit ?? 0));
        double? cost = Forecast(state, item);
        if (left <= 0 || cost > left)
        {
            string next = cost is { } known ? $"the next trial takes about {known:G6}" : "nothing is left for the next trial";
            return new(0, IsExceeded: true, $"{state.Learning.GradientSteps:G6} of the budget of {budget:G6} gradient steps are spent, and {next}");
        }

        // Nothing like it has run: it gets its share of what is left, and its device looks whether that is enough.
        return new(cost ?? left / Math.Max(1, slots - running.Length), IsExceeded: false, Reason: null);
    }

    /// <summary>The cost of a trial, from that of a completed one: in proportion to how much of the horizon it trains; null before there is one.</summary>
    private static double? Forecast(StudyGrainState state, WorkItem item)
    {
        double share = (double)item.Trial!.Resource / item.Trial.MaximumResource;
        TrialRecord? like = state.AllTrials.Where(trial => trial.State == ReplicaState.Completed).MinBy(trial => Math.Abs(trial.Share - share));
        return like is null ? null : like.Share == share ? Whole(state, like) : Math.Ceiling(like.GradientSteps * share / like.Share) + Math.Ceiling(share / like.Share);
    }

    /// <summary>Segments of a horizon differ by a step.</summary>
    private static double Whole(StudyGrainState state, TrialRecord like) => like.GradientSteps + (state.Specification.Method == StudyMethod.Pbt ? 1 : 0);
}
