using System.Collections.Immutable;

namespace Fds.Core.Search.Sampling;

/// <summary>Draws a new trial's values: a function of the history and the settings.</summary>
internal interface IValueSource
{
    /// <summary>Values for the trial that comes next.</summary>
    ImmutableArray<double> Draw(SearchHistory history);
}
