using Fds.Studies;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class StudyClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Clock_WhileAStudyIsPausedOrHasEnded_Stands()
    {
        StudyRecord state = new() { SubmittedAt = Noon };
        Assert.Equal(TimeSpan.FromMinutes(10), StudyClock.Read(state, At(10)));

        StudyClock.Stop(state, At(10));
        StudyClock.Stop(state, At(25));
        Assert.Equal(TimeSpan.FromMinutes(10), StudyClock.Read(state, At(30)));
        StudyClock.GoOn(state, At(40));
        StudyClock.GoOn(state, At(45));
        Assert.Equal(TimeSpan.FromMinutes(20), StudyClock.Read(state, At(50)));

        StudyClock.Stop(state, At(60));
        StudyClock.GoOn(state, At(100));
        Assert.Equal(TimeSpan.FromMinutes(31), StudyClock.Read(state, At(101)));
    }

    private static DateTimeOffset At(int minutes) => Noon + TimeSpan.FromMinutes(minutes);
}
