using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.HyperOptimisation;

public sealed class HypergradientTests
{
    private static readonly PerKind<Schedule> Schedules = new(new([1, 2]), Schedule.Constant(3), new([4, 5, 6]));

    public HypergradientTests() => TorchTests.Prepare();

    [Fact]
    public void Sum_OfRowsInAnotherOrder_IsGivenInTheOrderOfTheRequest()
    {
        using var scope = NewDisposeScope();
        ColumnLayout columns = new([new(HyperparameterKind.LearningRate, 1), new(HyperparameterKind.Momentum, 0)], Schedules, 6);
        using TangentState tangents = new(2, 1, 3, ScalarType.Float64, CPU);
        tangents.WeightTangents.copy_(tensor(new double[,] { { 1, 2, 3 }, { 10, 20, 30 } }));

        ImmutableArray<double> sums = Hypergradient.Sum(tensor(new double[] { 1, -1, 2 }), tangents, columns);

        Assert.Equal([50.0, 5], sums);
    }

    [Fact]
    public void Sum_OfNoColumns_IsEmpty()
    {
        using var scope = NewDisposeScope();
        using TangentState tangents = new(0, 1, 3, ScalarType.Float64, CPU);

        Assert.Empty(Hypergradient.Sum(zeros(3, ScalarType.Float64), tangents, new ColumnLayout([], Schedules, 6)));
    }

    /// <summary>In float32 the small number is lost beside the large ones, whatever their order.</summary>
    [Fact]
    public void Sum_OfNumbersThatNearlyCancel_IsTakenInDoublePrecision()
    {
        using var scope = NewDisposeScope();
        using TangentState tangents = new(1, 1, 3, ScalarType.Float32, CPU);
        tangents.WeightTangents.copy_(tensor(new float[,] { { 1e8f, 1, -1e8f } }));

        Assert.Equal([1.0], Hypergradient.Sum(ones(3, ScalarType.Float32), tangents, new([new(HyperparameterKind.LearningRate, 0)], Schedules, 6)));
    }

    [Fact]
    public void ContributingSteps_OfAKind_AreItsUpdatesPerWindow()
    {
        ColumnLayout columns = new(ColumnLayout.All(Schedules, _ => true), Schedules, 9);

        Assert.Equal([4.5, 6, 4.0 / 3], PerKind.OfSgd.Select(kind => Hypergradient.ContributingSteps(new(kind, 0), columns, [9, 6, 4])));
    }

    [Fact]
    public void Average_OfSums_DividesEachByTheStepsOfItsKind()
    {
        ColumnLayout columns = new(
            [new(HyperparameterKind.WeightDecay, 2), new(HyperparameterKind.LearningRate, 0), new(HyperparameterKind.Momentum, 0)], Schedules, 12);

        ImmutableArray<double> averages = Hypergradient.Average([10, 24, 33], columns, [12, 11, 6]);

        Assert.Equal([5, 4, 3.0], averages);
    }
}
