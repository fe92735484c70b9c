namespace Fds.Grains.Tests.Studies;

/// <summary>The system's clock, which a test puts forward instead of waiting. Timers take their real time.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;
    private long measured;

    public void Pass(TimeSpan time) => Interlocked.Add(ref shift, time.Ticks);

    /// <summary>Puts forward what times are measured with.</summary>
    public void PassMeasured(TimeSpan time) => Interlocked.Add(ref measured, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref measured);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));
}
