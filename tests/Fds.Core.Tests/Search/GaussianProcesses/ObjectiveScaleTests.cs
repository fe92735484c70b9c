using Fds.Core.Search.GaussianProcesses;
using MathNet.Numerics.Statistics;
using Xunit;

namespace Fds.Core.Tests.Search.GaussianProcesses;

public sealed class ObjectiveScaleTests
{
    [Fact]
    public void Scale_OfObjectives_KeepsTheirOrderAndHasMeanZeroAndDeviationOne()
    {
        double[] scaled = ObjectiveScale.Scale([3, 1, 2, 1e12, 5]);

        Assert.Equal([1, 2, 0, 4, 3], Enumerable.Range(0, 5).OrderBy(i => scaled[i]).Select((i, rank) => (i, rank)).OrderBy(pair => pair.rank).Select(pair => pair.i));
        Assert.Equal(0, scaled.Mean(), 1e-12);
        Assert.Equal(1, scaled.PopulationStandardDeviation(), 1e-12);
    }

    [Fact]
    public void Scale_OfShiftedAndStretchedObjectives_IsTheSame()
    {
        double[] objectives = [0.5, 0.25, 8, 2];

        double[] scaled = ObjectiveScale.Scale(objectives);
        double[] other = ObjectiveScale.Scale([.. objectives.Select(y => (1024 * y) - 7)]);

        Assert.All(scaled.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Scale_OfADivergedTrial_PutsItWhereTheWorstFiniteOneIs()
    {
        double[] scaled = ObjectiveScale.Scale([1, double.PositiveInfinity, 3, 2]);

        Assert.Equal(scaled[2], scaled[1]);
        Assert.All(scaled, value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(5.0, 5.0)]
    [InlineData(5.0, double.PositiveInfinity)]
    public void Scale_OfNothingToTellApart_IsZero(double first, double second) => Assert.Equal<double[]>([0, 0], ObjectiveScale.Scale([first, second]));
}
