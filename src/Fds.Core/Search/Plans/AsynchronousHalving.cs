using System.Collections.Immutable;
using Fds.Core.Search.Sampling;

namespace Fds.Core.Search.Plans;

/// <summary>
/// ASHA: a trial is promoted as soon as it is among the best 1/η of what its rung has given so far, from the highest rung down;
/// otherwise the lowest rung grows by a new one. A trial that diverged counts in its rung and is never promoted.
/// </summary>
/// <remarks>Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020, algorithm 2 with s = 0.</remarks>
internal sealed class AsynchronousHalving(SearchSettings settings, IValueSource source) : ITrialPlan
{
    private readonly ImmutableArray<int> resources = ResourceLadder.Resources(settings);

    public Trial Next(SearchHistory history)
    {
        HashSet<int> promoted = [.. history.Records.Select(record => record.Trial.Parent).OfType<int>()];
        for (int rung = resources.Length - 2; rung >= 0; rung--)
        {
            PastTrial[] told = [.. history.Ranked.Where(record => record.Trial.Resource == resources[rung])];
            PastTrial? best = told.Take(told.Length / settings.ReductionFactor).FirstOrDefault(record => record.IsFinite && !promoted.Contains(record.Trial.Number));
            if (best is not null)
            {
                return best.Trial.PromotedAs(history.Count, resources[rung + 1]);
            }
        }

        return new() { Number = history.Count, Values = source.Draw(history), Resource = resources[0] };
    }
}
