using System.Collections.Immutable;

namespace Fds.Core.Search;

/// <summary>A trial and its result as they were saved; the number is the position in the list.</summary>
internal sealed record SavedTrial
{
    public required ImmutableArray<double> Values { get; init; }

    public required int Resource { get; init; }

    public int? Parent { get; init; }

    public int Segment { get; init; }

    public int Member { get; init; }

    /// <summary>Null: under way. "Infinity": diverged.</summary>
    public double? Objective { get; init; }

    public Trial As(int number) => new()
    {
        Number = number,
        Values = Values,
        Resource = Resource,
        Parent = Parent,
        Segment = Segment,
        Member = Member,
    };
}
