using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Studies.Plans.Learning;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class ColumnSharesTests
{
    [Fact]
    public void Join_OfOneWholeReport_IsThatReport()
    {
        RunReport whole = Report([1, 2, 3], []);

        Assert.Same(whole, ColumnShares.Join([whole], columns: 3));
    }

    [Fact]
    public void Join_OfShares_PutsEveryValueInItsPlaceAndAddsTheCost()
    {
        RunReport joined = ColumnShares.Join([Report([1, 3], [0, 2]), Report([2], [1])], columns: 3)!;

        Assert.Equal([1.0, 2, 3], joined.Hypergradient);
        Assert.Empty(joined.Columns);
        Assert.Equal((20.0, 7.0), (joined.GradientSteps, joined.Seconds));
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 1 })]
    [InlineData(new[] { 0 }, new[] { 1 })]
    [InlineData(new[] { 0, 1 }, new[] { 3 })]
    public void Join_WhereAColumnIsMissingDoubleOrUnknown_IsNothing(int[] first, int[] second) =>
        Assert.Null(ColumnShares.Join([Report([.. first.Select(i => (double)i)], [.. first]), Report([.. second.Select(i => (double)i)], [.. second])], columns: 3));

    [Fact]
    public void Join_OfSharesWithClamps_PutsTheirPartsInPlace()
    {
        RunReport first = Report([1, 3], [0, 2]) with { ProductsClamped = [0.25, 0], Measurements = new() { GradientClamped = 0.5 } };
        RunReport second = Report([2], [1]) with { ProductsClamped = [0.125], Measurements = new() { GradientClamped = 0.5 } };

        Assert.Equal([0.25, 0.125, 0], ColumnShares.Join([first, second], columns: 3)!.ProductsClamped);
        Assert.Equal(0.5, ColumnShares.Join([first, second], columns: 3)!.Measurements.GradientClamped);
        Assert.Empty(ColumnShares.Join([first, second with { ProductsClamped = [] }], columns: 3)!.ProductsClamped);
    }

    private static RunReport Report(ImmutableArray<double> values, ImmutableArray<int> columns) => new()
    {
        Key = new() { Study = "study", Kind = WorkKind.Hypergradient, OuterStep = 0, Replica = 0 },
        Fence = ManualDevices.New(),
        Device = "elsewhere/0",
        Silo = "",
        Outcome = RunOutcome.Completed,
        Hypergradient = values,
        Columns = columns,
        GradientSteps = 10,
        Seconds = 5 + values.Length,
    };
}
