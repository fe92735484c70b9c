using System.Collections.Immutable;
using Fds.Core.Search;
using Fds.Core.Search.Sampling;

namespace Fds.Core.Tests.Search.Plans;

/// <summary>Gives trial after trial the values it was told to.</summary>
internal sealed class GivenValues(params double[][] values) : IValueSource
{
    public ImmutableArray<double> Draw(SearchHistory history) => [.. values[history.Count]];
}
