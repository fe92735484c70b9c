using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>The schedule of one kind: its windows, where it starts, and how it may move.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.HyperparameterSpecification")]
public sealed record HyperparameterSpecification
{
    /// <summary>Initial values, one per window.</summary>
    [Id(0)]
    public required ImmutableArray<double> Initial { get; init; }

    /// <summary>η: initial length of an outer update in units of <see cref="Scale"/>; 0: the value never moves.</summary>
    [Id(1)]
    public required double Step { get; init; }

    /// <summary>Lower end of the range.</summary>
    [Id(2)]
    public required double Minimum { get; init; }

    /// <summary>Upper end of the range.</summary>
    [Id(3)]
    public required double Maximum { get; init; }

    /// <summary>Whether it is learned; if not it stays at its initial values.</summary>
    [Id(4)]
    public bool Learn { get; init; } = true;

    /// <summary>The scale that <see cref="Step"/> is a length on, and that searches divide the range by.</summary>
    [Id(5)]
    public ValueScale Scale { get; init; } = ValueScale.Linear;

    /// <summary>n: number of windows that the horizon is divided into.</summary>
    public int Windows => Initial.Length;
}
