using Fds.Studies.Plans.Children;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class PatienceTests
{
    [Fact]
    public void IsOver_OnceOneHasNotAnsweredForAsLongAsItMay()
    {
        FakeTimeProvider time = new();
        Patience patience = new(TimeSpan.FromMinutes(10), time);
        Assert.False(patience.IsOver("a"));
        time.Advance(TimeSpan.FromMinutes(9));
        Assert.False(patience.IsOver("a") || patience.IsOver("b"));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((true, false), (patience.IsOver("a"), patience.IsOver("b")));
    }

    [Fact]
    public void IsOver_BeginsAnewWithEveryAnswer()
    {
        FakeTimeProvider time = new();
        Patience patience = new(TimeSpan.FromMinutes(10), time);
        patience.IsOver("a");
        time.Advance(TimeSpan.FromMinutes(9));
        patience.Heard("a");
        time.Advance(TimeSpan.FromMinutes(9));

        Assert.False(patience.IsOver("a"));
    }
}
