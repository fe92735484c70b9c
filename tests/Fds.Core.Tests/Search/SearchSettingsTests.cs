using Fds.Core.Schedules;
using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search;

public sealed class SearchSettingsTests
{
    private static SearchSettings Good => new() { Method = SearchMethod.Asha, Space = TestFunctions.Cube(1) };

    [Fact]
    public void Settings_WhenNotGiven_AreAsDocumented()
    {
        Assert.Equal((0L, (int?)null, 27, 1, 3, 8, 5), (Good.Seed, Good.Trials, Good.MaximumResource, Good.MinimumResource, Good.ReductionFactor, Good.Population, Good.Segments));
    }

    [Fact]
    public void Create_AtTheBounds_Succeeds() =>
        Assert.NotNull(Searchers.Create(Good with { Trials = 1, MinimumResource = 1, MaximumResource = 1, ReductionFactor = 2, Population = 1, Segments = 1 }));

    [Fact]
    public void Create_BeyondTheBounds_NamesEverySetting()
    {
        SearchSettings bad = new()
        {
            Method = (SearchMethod)99,
            Space = new([new ValueRange(0, 1), new ValueRange(1, 0), new ValueRange(0, double.PositiveInfinity)]),
            Trials = 0,
            MinimumResource = 0,
            MaximumResource = 0,
            ReductionFactor = 1,
            Population = 0,
            Segments = 0,
        };

        string message = Assert.Throws<ArgumentException>(() => Searchers.Create(bad)).Message;

        string[] expected = ["Method", "Dimension 1 of Space", "Dimension 2 of Space", "Trials", "MinimumResource", "MaximumResource", "ReductionFactor", "Population", "Segments"];
        Assert.All(expected, name => Assert.Contains(name, message, StringComparison.Ordinal));
        Assert.DoesNotContain("Dimension 0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithoutDimensions_IsRefused() =>
        Assert.Contains("at least one dimension", Assert.Throws<ArgumentException>(() => Searchers.Create(Good with { Space = new([]) })).Message, StringComparison.Ordinal);

    [Fact]
    public void Create_WithLessThanTheLeastResource_IsRefused() =>
        Assert.Contains("at least 4, but is 3", Assert.Throws<ArgumentException>(() => Searchers.Create(Good with { MinimumResource = 4, MaximumResource = 3 })).Message, StringComparison.Ordinal);
}
