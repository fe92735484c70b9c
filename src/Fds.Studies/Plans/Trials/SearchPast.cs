using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies.Numerics;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Trials;

/// <summary>All that a study's search has asked up to one moment. The next proposal is a function of this past and is computed off the grain's turn.</summary>
/// <param name="In">Trials that have ended.</param>
/// <param name="Open">Trials that run, wait for a device, or were set aside because the budget did not cover them.</param>
/// <param name="Rungs">The lengths of short runs; null: they are shares of the horizon, or not known yet.</param>
internal sealed record SearchPast(ImmutableArray<TrialRecord> In, ImmutableArray<Trial> Open, Rungs? Rungs = null)
{
    /// <summary>The past of a study as it stands.</summary>
    public static SearchPast Of(StudyRecord state) =>
        new([.. state.AllTrials], [.. state.Work.Concat(state.Shelved).Where(item => item.IsOpenTrial).Select(Asked)], TrialSearch.RungsOf(state));

    /// <summary>Every trial, in the order of asking.</summary>
    /// <param name="maximumResource">Parts in a whole run.</param>
    public IEnumerable<PastTrial> InOrder(int maximumResource) => In
        .Select(trial => new PastTrial(Asked(trial, maximumResource), trial.ValidationLoss))
        .Concat(Open.Select(trial => new PastTrial(trial, null)))
        .Select(past => Rungs is null ? past : past with { Trial = past.Trial with { Resource = Rungs.Raised(past.Trial.Resource) } })
        .OrderBy(past => past.Trial.Number);

    private static Trial Asked(WorkItem item) => new()
    {
        Number = item.Key.Replica,
        Values = item.Proposal,
        Resource = item.Trial!.Resource,
        Parent = item.Trial.Parent,
        Segment = item.Trial.Segment,
        Member = item.Trial.Member,
    };

    private static Trial Asked(TrialRecord trial, int maximumResource) => new()
    {
        Number = trial.Number,
        Values = trial.Values,
        Resource = TrialSearch.ResourceOf(trial, maximumResource),
        Parent = trial.Parent,
        Segment = trial.Segment,
        Member = trial.Member,
    };
}
