using System.Collections.Immutable;
using Fds.Core.Curvature;
using Fds.Core.Networks;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using Xunit;

namespace Fds.Core.Tests.Training;

/// <summary>One seed's columns divided over runs that replay its trajectory: joined, the hypergradient has the undivided run's bits.</summary>
public sealed class ColumnShardTests
{
    public ColumnShardTests() => TorchTests.Prepare();

    public static TheoryData<string, torch.ScalarType, int, int> Cases()
    {
        TheoryData<string, torch.ScalarType, int, int> cases = [];
        foreach (string network in (string[])["mlp", "lenet"])
        {
            foreach (torch.ScalarType type in (torch.ScalarType[])[torch.ScalarType.Float32, torch.ScalarType.Float64])
            {
                foreach (int columns in Enumerable.Range(2, 8))
                {
                    cases.Add(network, type, columns, columns % 3 + 1);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shares_Joined_HaveTheBitsOfTheUndividedRun(string network, torch.ScalarType type, int columns, int width)
    {
        using GlyphStudy study = new();
        TrainingSetting setting = Setting(study, network, type, width);
        HypergradientResult whole = Execute(setting, columns, default);
        Assert.Equal((RunEnding.Completed, columns), (whole.Ending, whole.Hypergradient.Length));
        Assert.All(whole.Hypergradient, value => Assert.NotEqual(0, value));
        Assert.InRange(whole.Measurements.GradientClamped!.Value, 0.001, 0.999);

        double trajectory = Execute(setting, columns, default, learned: false).GradientSteps;
        foreach (int count in (int[])[2, 3, 4])
        {
            HypergradientResult[] shares = [.. Enumerable.Range(0, ColumnShard.CountFor(columns, count, width)).Select(i =>
                Execute(setting, columns, new(i, ColumnShard.CountFor(columns, count, width), width)))];

            Assert.All(shares, share => Assert.Equal(whole.Evaluation, share.Evaluation));
            Assert.Equal(Bits(whole.Hypergradient), Bits(Join(shares, columns, share => share.Hypergradient)));
            Assert.Equal(whole.ProductsClamped, Join(shares, columns, share => share.ProductsClamped));
            Assert.All(shares, share => Assert.Equal(whole.Measurements.GradientClamped, share.Measurements.GradientClamped));

            // Every share pays for the trajectory, and no column is paid for twice.
            Assert.Equal(whole.GradientSteps + ((shares.Length - 1) * trajectory), shares.Sum(share => share.GradientSteps), 1e-6);
        }
    }

    [Theory]
    [InlineData(8, 2, 4, 2)]
    [InlineData(8, 4, 4, 2)]
    [InlineData(9, 4, 4, 3)]
    [InlineData(9, 4, null, 3)]
    [InlineData(3, 4, 1, 3)]
    [InlineData(2, 2, null, 1)]
    [InlineData(0, 2, 1, 1)]
    [InlineData(5, 1, 1, 1)]
    public void CountFor_DividesIntoNoMoreSharesThanThereAreGroups(int columns, int wanted, int? width, int expected) =>
        Assert.Equal(expected, ColumnShard.CountFor(columns, wanted, width));

    [Fact]
    public void Share_DealsGroupsToTheShareWithTheLeastWork()
    {
        PerKind<Schedule> schedules = new(new([.. Enumerable.Repeat(0.1, 8)]), Schedule.Constant(0), Schedule.Constant(0));
        ColumnLayout whole = new(ColumnLayout.All(schedules, kind => kind == HyperparameterKind.LearningRate), schedules, horizon: 80);

        // Columns live for 80, 70, … 10 steps; in groups of two: 150, 110, 70 and 30.
        Assert.Equal([0, 1, 6, 7], whole.IndicesOf(whole.Share(new(0, 2, Width: 2))));
        Assert.Equal([2, 3, 4, 5], whole.IndicesOf(whole.Share(new(1, 2, Width: 2))));
        Assert.Same(whole, whole.Share(default));
    }

    /// <summary>Two columns: a learning rate and a momentum; more: learning rates, a momentum and a weight decay.</summary>
    private static PerKind<Schedule> Schedules(int columns) =>
        new(new([.. Enumerable.Range(0, Math.Max(1, columns - 2)).Select(i => 0.05 / (1 + i))]), Schedule.Constant(0.9), Schedule.Constant(1e-4));

    private static TrainingSetting Setting(GlyphStudy study, string network, torch.ScalarType type, int width) => study.Setting(steps: 8, network) with
    {
        BatchSize = 8,
        ValidationFraction = 0.03,
        Type = type,
        GradientClamp = 0.05,
        HessianProductClamp = 1,
        Curvature = new CurvatureOptions(Chunk: width),
        WeightScheme = WeightScheme.Kaiming,
    };

    private static HypergradientResult Execute(TrainingSetting setting, int columns, ColumnShard shard, bool learned = true) => HypergradientRun.Execute(
        setting,
        Schedules(columns),
        kind => learned && (columns > 2 || kind != HyperparameterKind.WeightDecay),
        GlyphStudy.Seeds,
        shard: shard,
        cancellationToken: TestContext.Current.CancellationToken);

    private static double[] Join(IEnumerable<HypergradientResult> shares, int columns, Func<HypergradientResult, ImmutableArray<double>> values)
    {
        double[] joined = [.. Enumerable.Repeat(double.NaN, columns)];
        foreach (HypergradientResult share in shares)
        {
            for (int i = 0; i < share.Columns.Length; i++)
            {
                Assert.True(double.IsNaN(joined[share.Columns[i]]), "A column is in two shares.");
                joined[share.Columns[i]] = values(share)[i];
            }
        }

        return joined;
    }

    private static IEnumerable<long> Bits(IEnumerable<double> values) => values.Select(BitConverter.DoubleToInt64Bits);
}
