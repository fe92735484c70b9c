using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>One window of a schedule over a horizon: step t of T lies in window ⌊n·t/T⌋.</summary>
/// <param name="Window">Window, from 0.</param>
/// <param name="FirstStep">Its first inner step.</param>
/// <param name="LastStep">Its last inner step.</param>
/// <param name="Value">The value in force.</param>
internal sealed record WindowSpan(int Window, int FirstStep, int LastStep, double Value)
{
    public static IReadOnlyList<WindowSpan> Of(ScheduleValues schedule, HyperparameterKind kind, int horizon)
    {
        int windows = schedule[kind].Length;
        int first(int window) => (int)((((long)window * horizon) + windows - 1) / windows);
        return [.. schedule[kind].Select((value, window) => new WindowSpan(window, first(window), first(window + 1) - 1, value))];
    }
}
