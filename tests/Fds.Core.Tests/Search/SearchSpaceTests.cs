using Fds.Core.Schedules;
using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search;

public sealed class SearchSpaceTests
{
    private static readonly SearchSpace Space = new([new ValueRange(-1, 3), new ValueRange(7, 7), new ValueRange(0, 0.5)]);

    [Fact]
    public void FromUnit_OfAPoint_ScalesFreeDimensionsAndKeepsFixedOnes()
    {
        Assert.Equal(2, Space.Free);
        Assert.Equal<double[]>([0, 7, 0.5], [.. Space.FromUnit([0.25, 1])]);
    }

    [Fact]
    public void ToUnit_OfValues_IsTheInverse() => Assert.Equal<double[]>([0.25, 1], Space.ToUnit([0, 7, 0.5]));
}
