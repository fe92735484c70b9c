using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>One window of a schedule over a horizon: step t of T lies in window ⌊n·t/T⌋.</summary>
/// <param name="Window">Window, from 0.</param>
/// <param name="FirstStep">Its first inner step.</param>
/// <param name="LastStep">Its last inner step.</param>
/// <param name="Value">The value in force.</param>
internal sealed record WindowSpan(int Window, int FirstStep, int LastStep, double Value)
{
    public static IReadOnlyList<WindowSpan> Of(KindMap<ImmutableArray<double>> schedule, HyperparameterKind kind, int horizon) => Of(schedule[kind], horizon);

    /// <summary>Of one value per window.</summary>
    public static IReadOnlyList<WindowSpan> Of(ImmutableArray<double> values, int horizon)
    {
        int windows = values.Length;
        int first(int window) => (int)((((long)window * horizon) + windows - 1) / windows);
        return [.. values.Select((value, window) => new WindowSpan(window, first(window), first(window + 1) - 1, value))];
    }
}
