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
    public static TrialBudget? Limit(StudyGrainState state, WorkItem item)
    {
        if (state.Specification.Budget.GradientSteps is not { } budget)
        {
            return null;
        }

        double left = budget - state.Learning.GradientSteps - state.Work.Where(other => other.IsOpenTrial).Sum(other => other.Cost ?? other.CostLimit ?? 0);
        double? cost = Forecast(state, item);
        if (left <= 0 || cost > left)
        {
            string next = cost is { } known ? $"the next trial takes about {known:G6}" : "nothing is left for the next trial";
            return new(0, IsExceeded: true, $"{state.Learning.GradientSteps:G6} of the budget of {budget:G6} gradient steps are spent, and {next}");
        }

        // Of the first one nobody knows what it costs. All that is left is set aside for it until its device has said, and others wait.
        return new(cost ?? left, IsExceeded: false, Reason: null);
    }

    /// <summary>
    /// The cost of a trial, as a device has said, or from that of one in or under way: in proportion to how much of the horizon it trains.
    /// Null before there is any. Where it is too low, the device does not begin the trial, and says what it costs.
    /// </summary>
    private static double? Forecast(StudyGrainState state, WorkItem item)
    {
        if (item.Cost is { } told)
        {
            return told;
        }

        double share = Share(item);
        (double Share, double Cost)? like = state.AllTrials.Where(trial => trial.State == ReplicaState.Completed).Select(trial => (trial.Share, trial.GradientSteps))
            .Concat(from other in state.Work where other.IsOpenTrial && other.Cost is not null select (Share(other), other.Cost!.Value))
            .Cast<(double Share, double Cost)?>()
            .MinBy(known => Math.Abs(known!.Value.Share - share));
        if (like is not { } nearest)
        {
            return null;
        }

        return nearest.Share == share ? Whole(state, nearest.Cost) : Math.Ceiling(nearest.Cost * share / nearest.Share) + Math.Ceiling(share / nearest.Share);
    }

    private static double Share(WorkItem item) => (double)item.Trial!.Resource / item.Trial.MaximumResource;

    /// <summary>Segments of a horizon differ by a step.</summary>
    private static double Whole(StudyGrainState state, double like) => like + (state.Specification.Method == StudyMethod.Pbt ? 1 : 0);
}
