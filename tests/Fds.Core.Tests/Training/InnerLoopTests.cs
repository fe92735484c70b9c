using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Datasets;
using Fds.Core.Tests.Tangents;
using Fds.Core.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Training;

public sealed class InnerLoopTests
{
    private const int Horizon = 8;

    private static readonly QuadraticProblem Problem = new(new double[,] { { 2, 0.5 }, { 0.5, 1 } });

    public InnerLoopTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(PruningMode.None, 0.0)]
    [InlineData(PruningMode.Alternate, 0.5)]
    public void Step_ManyTimes_LeavesOnlyTheLossToTheCaller(PruningMode mode, double ratio)
    {
        PerKind<Schedule> schedules = UnrolledProblem.Varied(2) with { Momentum = Schedule.Constant(0.5) };
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, Horizon);
        InnerLoop loop = new(new(schedules, Horizon, GradientClamp: 1, HessianProductClamp: 5, new Pruning(mode, ratio)), columns, Problem, Problem);
        using DisposeScope outer = NewDisposeScope();
        using InnerState state = new(ones(2, ScalarType.Float64) * 2, columns.Rows.Length);

        LiveTensors.AssertUnchanged(() =>
        {
            for (int step = 0; step < Horizon; step++)
            {
                loop.Step(state, step).Dispose();
            }
        });
    }

    [Fact]
    public void ColumnsUpdatedAt_WithPruning_CountsLiveColumnsOfTheKindsThatAreNotSkipped()
    {
        // Truncated by half, a learning rate skips the first 2 of its 4 steps and weight decay the first 4 of its 8.
        PerKind<Schedule> schedules = new(new([0.1, 0.2]), Schedule.Constant(0.5), Schedule.Constant(0.01));
        Column[] requested = [new(HyperparameterKind.LearningRate, 0), new(HyperparameterKind.LearningRate, 1), new(HyperparameterKind.WeightDecay, 0)];
        ColumnLayout columns = new(requested, schedules, Horizon);

        InnerLoop all = new(new(schedules, Horizon), columns, Problem, Problem);
        InnerLoop truncated = new(new(schedules, Horizon, Pruning: new Pruning(PruningMode.Truncate, 0.5)), columns, Problem, Problem);

        Assert.Equal([2, 2, 2, 2, 3, 3, 3, 3], Enumerable.Range(0, Horizon).Select(all.ColumnsUpdatedAt));
        Assert.Equal([0, 0, 1, 1, 1, 1, 3, 3], Enumerable.Range(0, Horizon).Select(truncated.ColumnsUpdatedAt));
    }

    /// <summary>A product that overflowed counts for nothing where the gradient was clamped: 0 times infinity would be no number.</summary>
    [Fact]
    public void Step_WhereTheGradientIsClamped_TakesNothingOfAProductThatOverflowed()
    {
        PerKind<Schedule> schedules = GlyphStudy.Constant(0.5, momentum: 0);
        ColumnLayout columns = new([new(HyperparameterKind.LearningRate, 0)], schedules, 2);
        using DisposeScope scope = NewDisposeScope();
        using InnerState state = new(tensor(new double[] { 5, 1 }), columns.Rows.Length);
        state.Tangents.WeightTangents.copy_(tensor(new double[,] { { 1e308, 0 } }));
        QuadraticProblem steep = new(new double[,] { { 4, 0 }, { 0, 1 } });

        new InnerLoop(new(schedules, 2, GradientClamp: 1), columns, steep, steep).Step(state, 0).Dispose();

        Assert.Equal([0.0, 0], state.Tangents.VelocityTangents[0].data<double>().ToArray());
    }

    [Fact]
    public void Step_CountsWhatTheClampsHold()
    {
        PerKind<Schedule> schedules = GlyphStudy.Constant(0.5, momentum: 0);
        ColumnLayout columns = new([new(HyperparameterKind.LearningRate, 0)], schedules, 2);
        using DisposeScope scope = NewDisposeScope();
        using InnerState state = new(ones(2, ScalarType.Float64) * 3, columns.Rows.Length);
        InnerLoop loop = new(new(schedules, 2, GradientClamp: 4, HessianProductClamp: 12), columns, Problem, Problem);
        Assert.Null(state.Clamps.GradientShare);
        Assert.Empty(state.Clamps.ProductsShares(columns));

        // Gradient (5, 3): one of two is held, Z becomes −(4, 3) and θ − 1 becomes (0, 0.5). The loss of step 1
        // is twice as steep: the gradient is (0.5, 1), and the products 2 A Z are −(19, 10): one of two is held.
        loop.Step(state, 0);
        Assert.Equal(0.5, state.Clamps.GradientShare);
        Assert.Equal([0.0], state.Clamps.ProductsShares(columns));
        loop.Step(state, 1);

        Assert.Equal(0.25, state.Clamps.GradientShare);
        Assert.Equal([0.25], state.Clamps.ProductsShares(columns));
    }

    [Fact]
    public void Step_WithoutClampsOrTangents_CountsNothing()
    {
        PerKind<Schedule> schedules = GlyphStudy.Constant(0.5, momentum: 0);
        ColumnLayout one = new([new(HyperparameterKind.LearningRate, 0)], schedules, 1);
        ColumnLayout none = new([], schedules, 1);
        using DisposeScope scope = NewDisposeScope();
        foreach ((InnerProblem problem, ColumnLayout columns) in new[] { (new InnerProblem(schedules, 1), one), (new(schedules, 1, GradientClamp: 4), none) })
        {
            using InnerState state = new(ones(2, ScalarType.Float64) * 3, columns.Rows.Length);
            new InnerLoop(problem, columns, Problem, Problem).Step(state, 0);

            Assert.Null(state.Clamps.GradientShare);
            Assert.Empty(state.Clamps.ProductsShares(columns));
        }
    }

    [Fact]
    public void Step_ReturnsTheLossBeforeTheStep()
    {
        PerKind<Schedule> schedules = GlyphStudy.Constant(0.5, momentum: 0);
        using DisposeScope scope = NewDisposeScope();
        using InnerState state = new(ones(2, ScalarType.Float64) * 3, columns: 0);
        InnerLoop loop = new(new(schedules, 1), new ColumnLayout([], schedules, 1), Problem, Problem);

        // θ − 1 = (2, 2): A(2, 2) = (5, 3), the loss is half of 16, and θ moves by half the gradient.
        Assert.Equal(8, loop.Step(state, 0).item<double>());
        Assert.Equal([0.5, 1.5], state.Weights.data<double>());
    }
}
