using System.Collections.Immutable;

namespace Fds.Core.Search;

/// <summary>One training run that a searcher asks for.</summary>
public sealed record Trial
{
    /// <summary>Its number: from 0, dense, in the order of asking.</summary>
    public required int Number { get; init; }

    /// <summary>The hyperparameters to train with, one per dimension of the space, within its ranges.</summary>
    public required ImmutableArray<double> Values { get; init; }

    /// <summary>
    /// How much of a full run it trains, from 1 to R: a whole run of that resource, from scratch. With PBT always R, of which the trial
    /// trains one segment.
    /// </summary>
    public required int Resource { get; init; }

    /// <summary>
    /// With PBT, the trial from whose end state this one goes on; null: from scratch. Elsewhere the trial from which this one was
    /// promoted with its values, for information only.
    /// </summary>
    public int? Parent { get; init; }

    /// <summary>PBT: which segment of the horizon it trains, from 0.</summary>
    public int Segment { get; init; }

    /// <summary>PBT: which member of the population it belongs to, from 0.</summary>
    public int Member { get; init; }

    /// <summary>The trial of the same values with more resource.</summary>
    internal Trial PromotedAs(int number, int resource) => this with { Number = number, Resource = resource, Parent = Number };
}
