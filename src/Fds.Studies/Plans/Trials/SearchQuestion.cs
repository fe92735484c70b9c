using Fds.Contracts.Studies;
using Fds.Core.Search;

namespace Fds.Studies.Plans.Trials;

/// <summary>The question of what a search does next. It is answered off the coordinator's turn, because the computation can take long.</summary>
/// <param name="Study">The study.</param>
/// <param name="Asked">Number of questions and results so far. An answer to another number is out of date.</param>
/// <param name="Past">The search so far; null if a trial that was set aside comes first.</param>
internal sealed record SearchQuestion(StudySpecification Study, int Asked, SearchPast? Past)
{
    /// <summary>The next proposal; null if there is none for now, or if a trial that was set aside comes first.</summary>
    public Trial? Answer() => Past is null ? null : TrialSearch.Ask(Study, Past);
}
