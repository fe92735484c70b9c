namespace Fds.Grains.Tests.Studies;

/// <summary>The system's clock, which a test puts forward instead of waiting. Timers take their real time.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;

    public void Pass(TimeSpan time) => Interlocked.Add(ref shift, time.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));
}
