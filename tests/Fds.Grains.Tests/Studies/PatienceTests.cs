using Fds.Studies.Plans.Children;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class PatienceTests
{
    [Fact]
    public void IsOver_OnceOneHasNotAnsweredForAsLongAsItMay()
    {
        Patience patience = new(TimeSpan.FromMinutes(10));
        Assert.False(patience.IsOver("a", Minutes(1)));
        Assert.False(patience.IsOver("a", Minutes(10)) || patience.IsOver("b", Minutes(10)));

        Assert.Equal((true, false), (patience.IsOver("a", Minutes(11)), patience.IsOver("b", Minutes(11))));
    }

    [Fact]
    public void IsOver_BeginsAnewWithEveryAnswer()
    {
        Patience patience = new(TimeSpan.FromMinutes(10));
        patience.IsOver("a", Minutes(0));
        patience.Heard("a");

        Assert.False(patience.IsOver("a", Minutes(18)));
    }

    private static TimeSpan Minutes(int count) => TimeSpan.FromMinutes(count);
}
