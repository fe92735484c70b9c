using System.Collections.Immutable;

namespace Fds.Contracts.Studies;

/// <summary>The schedule of one kind: its windows, where it starts, and how it may move.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.HyperparameterSpecification")]
public sealed record HyperparameterSpecification
{
    /// <summary>Initial values, one per window; where groups of parameters have windows of their own, those of the first group, then those of the second, and so on.</summary>
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

    /// <summary>For each group of parameters, its number of windows; empty: all parameters share the schedule.</summary>
    [Id(200)]
    public ImmutableArray<int> GroupWindows { get; init; } = [];

    /// <summary>Whether the study finds its initial values by trying before it learns; <see cref="Initial"/> then holds if none of what it tries can be run.</summary>
    [Id(201)]
    public bool Auto { get; init; } = false;

    /// <summary>n: number of windows that the horizon is divided into; the largest that a group has.</summary>
    public int Windows => IsGrouped ? GroupWindows.Max() : Initial.Length;

    /// <summary>Whether groups of parameters have schedules of their own.</summary>
    public bool IsGrouped => !GroupWindows.IsDefaultOrEmpty;

    /// <summary>Number of schedules: one, or one for each group.</summary>
    public int Groups => IsGrouped ? GroupWindows.Length : 1;

    /// <summary>Where each value holds, in the values' order.</summary>
    public ImmutableArray<ValuePlace> Places =>
    [
        .. WindowsOf(Initial.Length).SelectMany((windows, index) => Enumerable.Range(0, windows).Select(window => new ValuePlace(index, window, windows))),
    ];

    /// <summary>For each group the number of windows that so many values make: the study's own, or the same for every group where there are more or fewer values.</summary>
    public ImmutableArray<int> WindowsOf(int values) => !IsGrouped ? [values] : GroupWindows.Sum() == values ? GroupWindows : [.. Enumerable.Repeat(values / Groups, Groups)];
}
