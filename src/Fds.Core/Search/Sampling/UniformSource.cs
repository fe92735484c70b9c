using System.Collections.Immutable;
using Fds.Core.Training;

namespace Fds.Core.Search.Sampling;

/// <summary>Uniform draws from the ranges.</summary>
internal sealed class UniformSource(SearchSettings settings) : IValueSource
{
    public ImmutableArray<double> Draw(SearchHistory history)
    {
        SplitMix64 random = settings.DrawsFor(history.Count, "uniform");
        return settings.Space.FromUnit(random.UnitPoint(settings.Space.Free));
    }
}
