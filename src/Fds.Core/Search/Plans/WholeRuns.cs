using Fds.Core.Search.Sampling;

namespace Fds.Core.Search.Plans;

/// <summary>Every trial is a full run with values of its own.</summary>
internal sealed class WholeRuns(SearchSettings settings, IValueSource source) : ITrialPlan
{
    public Trial Next(SearchHistory history) =>
        new() { Number = history.Count, Values = source.Draw(history), Resource = settings.MaximumResource };
}
