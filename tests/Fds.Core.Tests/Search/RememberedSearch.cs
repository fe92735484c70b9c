using Fds.Core.Search;

namespace Fds.Core.Tests.Search;

/// <summary>A search of which somebody else keeps what was asked and told, and can begin it anew from that.</summary>
internal sealed class RememberedSearch(SearchSettings settings, List<PastTrial>? kept = null) : ISearcher
{
    private readonly List<PastTrial> past = kept ?? [];
    private readonly ISearcher searcher = Searchers.Restore(settings, kept ?? []);

    public bool IsFinished => searcher.IsFinished;

    public RememberedSearch Restored() => new(settings, past);

    public Trial? Ask()
    {
        Trial? trial = searcher.Ask();
        if (trial is not null)
        {
            past.Add(new(trial, null));
        }

        return trial;
    }

    public void Tell(int trial, double objective)
    {
        searcher.Tell(trial, objective);
        past[trial] = past[trial] with { Objective = objective };
    }
}
