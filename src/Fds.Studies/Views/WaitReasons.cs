using System.Globalization;
using Fds.Contracts.Scheduling;
using Fds.Studies.Work;

namespace Fds.Studies.Views;

/// <summary>Says why a piece of work waits and how long it has waited.</summary>
/// <param name="Report">What the scheduler last said; null where it has not been asked.</param>
/// <param name="Pool">The pool asked for.</param>
/// <param name="Parallelism">The study's own limit of runs at once, or null.</param>
/// <param name="Paused">Whether the study is paused.</param>
/// <param name="Now">The time.</param>
internal sealed record WaitReasons(WaitReport? Report, string Pool, int? Parallelism, bool Paused, DateTimeOffset Now)
{
    /// <summary>Why this work waits, in words.</summary>
    public string Of(WorkItem item) => Paused ? "waits for its study to be resumed" : $"{Why(item)}, waiting {Span(Now - item.WaitingSince)}";

    /// <summary>Why this work waits.</summary>
    public WaitReason Reason(WorkItem item) => Paused ? WaitReason.Paused : Reason(Report?.Orders.IndexOf(item.Key));

    private WaitReason Reason(int? place) => (Report, place) switch
    {
        (null, _) => WaitReason.Unknown,
        (_, < 0) => Parallelism is null ? WaitReason.Starting : WaitReason.Parallelism,
        _ => OfPool(Report.Devices, Report.Busy),
    };

    /// <summary>Why work that is in a pool's queue does not run.</summary>
    public static WaitReason OfPool(int devices, int busy) => devices == 0 ? WaitReason.NoDevice : busy < devices ? WaitReason.Starting : WaitReason.NoFreeSlot;

    private string Why(WorkItem item)
    {
        int? place = Report?.Orders.IndexOf(item.Key);
        return Reason(place) switch
        {
            WaitReason.Parallelism => $"held back by resources.parallelism, {Parallelism} at once, or starting",
            WaitReason.NoDevice => $"no device of pool {Pool}",
            WaitReason.NoFreeSlot => $"no free {Pool} slot: {Report!.Busy} busy, {Report.Ahead[place!.Value]} orders ahead",
            WaitReason.Starting => "starting",
            _ => $"waits for a {Pool} slot",
        };
    }

    private static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)span.TotalSeconds)}s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours}h{span.Minutes:00}m"),
    };
}
