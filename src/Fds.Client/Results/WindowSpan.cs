using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>One window of a schedule over a horizon: step t of T lies in window ⌊n·t/T⌋.</summary>
/// <param name="Window">Window, from 0.</param>
/// <param name="FirstStep">Its first inner step.</param>
/// <param name="LastStep">Its last inner step.</param>
/// <param name="Value">The value in force.</param>
/// <param name="Group">The group of parameters that it is for; null: all of them.</param>
internal sealed record WindowSpan(int Window, int FirstStep, int LastStep, double Value, string? Group = null)
{
    /// <summary>Of a kind's schedule, group after group where groups of parameters have their own.</summary>
    public static IReadOnlyList<WindowSpan> Of(StudySpecification study, KindMap<ImmutableArray<double>> schedule, HyperparameterKind kind, int horizon)
    {
        HyperparameterSpecification own = study.Hyperparameters[kind];
        return !own.IsGrouped
            ? Of(schedule[kind], horizon)
            : [.. study.Groups.SelectMany((group, i) => OfGroup(own, schedule[kind], i, horizon).Select(span => span with { Group = group.Name }))];
    }

    /// <summary>Of one group's part of a kind's schedule; of the whole where all parameters share it.</summary>
    public static IReadOnlyList<WindowSpan> OfGroup(HyperparameterSpecification kind, ImmutableArray<double> values, int group, int horizon)
    {
        ImmutableArray<int> windows = kind.WindowsOf(values.Length);
        int own = kind.IsGrouped ? group : 0;
        return Of([.. values.Skip(windows.Take(own).Sum()).Take(windows[own])], horizon);
    }

    /// <summary>Of one value per window.</summary>
    public static IReadOnlyList<WindowSpan> Of(ImmutableArray<double> values, int horizon)
    {
        int windows = values.Length;
        int first(int window) => (int)((((long)window * horizon) + windows - 1) / windows);
        return [.. values.Select((value, window) => new WindowSpan(window, first(window), first(window + 1) - 1, value))];
    }

    /// <summary>The values of single inner steps.</summary>
    public static ImmutableArray<double> PerStep(IEnumerable<WindowSpan> spans) =>
        [.. spans.SelectMany(span => Enumerable.Repeat(span.Value, Math.Max(0, span.LastStep - span.FirstStep + 1)))];
}
