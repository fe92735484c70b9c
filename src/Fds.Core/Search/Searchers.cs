using Fds.Core.Search.Densities;
using Fds.Core.Search.GaussianProcesses;
using Fds.Core.Search.Plans;
using Fds.Core.Search.Sampling;

namespace Fds.Core.Search;

/// <summary>Makes searchers.</summary>
public static class Searchers
{
    /// <summary>A search at its beginning.</summary>
    /// <exception cref="ArgumentException">Settings are out of range.</exception>
    public static ISearcher Create(SearchSettings settings) => new Searcher(settings, PlanOf(settings), new());

    /// <summary>
    /// A search that continues from the trials so far. It proposes what the original search would propose, given the same results.
    /// <see cref="SearchSettings.Trials"/> may differ from what it was; if other settings do, so does what is proposed. Takes time in
    /// proportion to the number of trials.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="past">Every trial asked so far, in the order of asking.</param>
    /// <exception cref="ArgumentException">Settings are out of range, or a trial is missing.</exception>
    public static ISearcher Restore(SearchSettings settings, IEnumerable<PastTrial> past)
    {
        ITrialPlan plan = PlanOf(settings);
        SearchHistory history = new();
        foreach (PastTrial trial in past)
        {
            history.Recall(trial);
        }

        return new Searcher(settings, plan, history);
    }

    private static ITrialPlan PlanOf(SearchSettings settings)
    {
        settings.Validate();
        UniformSource uniform = new(settings);
        return settings.Method switch
        {
            SearchMethod.Random => new WholeRuns(settings, uniform),
            SearchMethod.Tpe => new WholeRuns(settings, new TreeParzenSource(settings, uniform)),
            SearchMethod.Gp => new WholeRuns(settings, new ExpectedImprovementSource(settings, uniform)),
            SearchMethod.Hyperband => new Hyperband(settings, uniform),
            SearchMethod.Bohb => new Hyperband(settings, new KernelDensitySource(settings, uniform)),
            SearchMethod.Asha => new AsynchronousHalving(settings, uniform),
            SearchMethod.Pbt => new PopulationTraining(settings, uniform),
            _ => throw new ArgumentException($"Expected a known method, but got {settings.Method}.", nameof(settings)),
        };
    }
}
