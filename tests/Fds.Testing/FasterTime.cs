namespace Fds.Testing;

/// <summary>A clock whose timers are due sooner than they were to be, for limits that a test would only wait for.</summary>
/// <param name="factor">How many times sooner.</param>
public sealed class FasterTime(int factor) : TimeProvider
{
    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new SoonerTimer(factor, base.CreateTimer(callback, state, Sooner(factor, dueTime), Sooner(factor, period)));

    private static TimeSpan Sooner(int factor, TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;

    private sealed class SoonerTimer(int factor, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Sooner(factor, dueTime), Sooner(factor, period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
