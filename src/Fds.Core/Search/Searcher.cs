using Fds.Core.Search.Plans;

namespace Fds.Core.Search;

/// <summary>A searcher of any method: it keeps the history, and its plan says what follows from it.</summary>
internal sealed class Searcher(SearchSettings settings, ITrialPlan plan, SearchHistory history) : ISearcher
{
    public bool IsFinished => history.Pending == 0 && (IsAtLimit || plan.IsComplete(history));

    private bool IsAtLimit => history.Count >= settings.Trials;

    public Trial? Ask()
    {
        Trial? trial = IsAtLimit ? null : plan.Next(history);
        if (trial is not null)
        {
            history.Add(trial);
        }

        return trial;
    }

    public void Tell(int trial, double objective) => history.Tell(trial, objective);
}
