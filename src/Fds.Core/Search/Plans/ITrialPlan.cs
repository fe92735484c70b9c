namespace Fds.Core.Search.Plans;

/// <summary>Which trial comes next, with how much resource and whose values: a function of the history.</summary>
internal interface ITrialPlan
{
    /// <summary>The next trial; null when there is none before more is told, or none at all.</summary>
    Trial? Next(SearchHistory history);

    /// <summary>Whether nothing will ever follow, given that no trial is under way. Most plans have no end.</summary>
    bool IsComplete(SearchHistory history) => false;
}
