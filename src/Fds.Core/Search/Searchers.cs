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
    /// A search that goes on where another one was saved. <see cref="SearchSettings.Trials"/> may differ from what it was; if other
    /// settings do, so does what is proposed.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="saved">What <see cref="ISearcher.Save"/> gave.</param>
    /// <exception cref="ArgumentException">Settings are out of range.</exception>
    /// <exception cref="FdsException">What was saved is damaged, or of another method or space.</exception>
    public static ISearcher Restore(SearchSettings settings, string saved) => new Searcher(settings, PlanOf(settings), SavedSearch.Read(settings, saved));

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
