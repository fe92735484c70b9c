using Fds.Contracts.Studies;
using Fds.Core.Search;

namespace Fds.Studies.Plans.Trials;

/// <summary>What a search would do next: computing it can take long, so it is done off the coordinator's turn, from what was asked up to now.</summary>
/// <param name="Study">The study.</param>
/// <param name="Asked">Number of questions and results up to now: an answer to another number is out of date.</param>
/// <param name="Past">What was asked; null where a trial that was set aside comes first.</param>
internal sealed record SearchQuestion(StudySpecification Study, int Asked, SearchPast? Past)
{
    /// <summary>The next proposal; null where there is none for now, or where a trial that was set aside comes first.</summary>
    public Trial? Answer() => Past is null ? null : TrialSearch.Ask(Study, Past);
}
