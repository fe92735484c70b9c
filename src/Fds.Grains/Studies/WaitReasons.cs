using System.Globalization;
using Fds.Contracts.Scheduling;

namespace Fds.Grains.Studies;

/// <summary>Says why a piece of work waits and how long it has waited.</summary>
/// <param name="Report">What the scheduler last said; null where it has not been asked.</param>
/// <param name="Pool">The pool asked for.</param>
/// <param name="Parallelism">The study's own limit of runs at once, or null.</param>
/// <param name="Paused">Whether the study is paused.</param>
/// <param name="Now">The time.</param>
internal sealed record WaitReasons(WaitReport? Report, string Pool, int? Parallelism, bool Paused, DateTimeOffset Now)
{
    /// <summary>Why this work, which waits, does not run.</summary>
    public string Of(WorkItem item) => Paused ? "waits for its study to be resumed" : $"{Why(item)}, waiting {Span(Now - item.WaitingSince)}";

    private string Why(WorkItem item)
    {
        if (Report is null)
        {
            return $"waits for a {Pool} slot";
        }

        int place = Report.Orders.IndexOf(item.Key);
        if (place < 0)
        {
            return Parallelism is { } limit ? $"held back by resources.parallelism, {limit} at once, or starting" : "starting";
        }

        return Report switch
        {
            { Devices: 0 } => $"no device of pool {Pool}",
            _ when Report.Busy < Report.Devices => "starting",
            _ => $"no free {Pool} slot: {Report.Busy} busy, {Report.Ahead[place]} orders ahead",
        };
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)span.TotalSeconds)}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h{span.Minutes:00}m"),
    };
}
