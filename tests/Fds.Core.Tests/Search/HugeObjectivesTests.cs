using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search;

public sealed class HugeObjectivesTests
{
    [Theory]
    [InlineData(1e10)]
    [InlineData(1e7)]
    public void Objectives_OutOfAllProportion_AreAsIfTheyHadDiverged(double huge) =>
        Assert.Equal([0.25, 0.5, 1, 2, inf, inf, inf, inf, inf, inf], Curbed([huge, 0.5, huge, 1, huge, 0.25, huge, 2, huge, double.NaN]));

    [Fact]
    public void Objectives_OfOneScale_StayAsTheyAre()
    {
        double[] objectives = [0.1, 2.3, 40, 3, 900, 0.2];

        Assert.Equal(objectives.Order(), Curbed(objectives));
    }

    [Fact]
    public void Objectives_ShiftedAndStretched_AreJudgedAlike()
    {
        double[] objectives = [1, 2, 3, 1e9, 5];

        Assert.Equal([1, 2, 3, 5, inf], Curbed(objectives));
        Assert.Equal([-5, -4.5, -4, -3, inf], Curbed([.. objectives.Select(objective => (0.5 * objective) - 5.5)]));
    }

    /// <summary>Of two results nobody knows what is ordinary, and equal ones have no spread.</summary>
    [Theory]
    [InlineData(1.0, 1e10)]
    [InlineData(1.0, 2.0, 1e10)]
    [InlineData(1.0, 1.0, 1.0)]
    [InlineData(1.0)]
    public void Objectives_WithoutAMeasure_StayAsTheyAre(params double[] objectives) => Assert.Equal(objectives, Curbed(objectives));

    [Fact]
    public void Objectives_OfWhichTheFirstAreEqual_AreMeasuredAtTheNext() => Assert.Equal([1, 1, 1, 1, 2, inf], Curbed([1, 1, 1e10, 1, 1, 2]));

    [Fact]
    public void Objectives_ThatAllDiverged_AreNone() => Assert.Equal([inf, inf], Curbed([double.NaN, inf]));

    private const double inf = double.PositiveInfinity;

    private static double[] Curbed(double[] objectives)
    {
        SearchHistory history = new();
        for (int i = 0; i < objectives.Length; i++)
        {
            history.Add(new() { Number = i, Values = [0], Resource = 1 });
            history.Tell(i, objectives[i]);
        }

        PastTrial[] ranked = HugeObjectives.AsDiverged(history.Ranked);
        int[] diverged = [.. ranked.Where(record => !record.IsFinite).Select(record => record.Trial.Number)];
        Assert.Equal(diverged.Order(), diverged);
        return [.. ranked.Select(record => record.Objective!.Value)];
    }
}
