using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Tests.Training;
using Fds.Core.Training;
using Fds.Core.Updates;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Fds.Core.Tests.Tangents;

/// <summary>Which rows are zero when, which are touched when, and that no row reads another.</summary>
public sealed class TangentStructureTests
{
    private const int Horizon = 11;

    private static readonly double[] Initial = [2, -0.5, 1.25];
    private static readonly QuadraticProblem Problem = new(new double[,] { { 0.5, 0.2, -0.1 }, { 0.2, 0.4, 0.15 }, { -0.1, 0.15, 0.3 } });

    public TangentStructureTests() => TorchTests.Prepare();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Columns_BeforeTheirWindowBegins_AreExactlyZeroAndAfterItAreNot(int windows)
    {
        PerKind<Schedule> schedules = UnrolledProblem.Varied(windows);
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, Horizon);

        Problem.Run(new(schedules, Horizon), columns, Initial, (step, state) =>
        {
            for (int row = 0; row < columns.Rows.Length; row++)
            {
                Column column = columns.Rows[row];

                // The velocity is 0 at first, so momentum moves nothing at step 0.
                int begins = Windows.FirstStep(column.Window, Horizon, windows);
                bool isInert = column.Kind == HyperparameterKind.Momentum && step == 0;
                bool expected = step >= begins && !isInert;
                Assert.True(expected == IsMoved(state.Tangents.WeightTangents[row]), $"{column} after step {step}: expected {(expected ? "non-zero" : "zero")} weight tangents.");
                Assert.True(step >= begins || !IsMoved(state.Tangents.VelocityTangents[row]), $"{column} after step {step}: expected zero velocity tangents.");
            }
        });
    }

    [Theory]
    [InlineData("mlp", 8)]
    [InlineData("lenet", 28)]
    public void Columns_RunInAnyShare_AreTheSameToTheLastBit(string network, int size)
    {
        using DisposeScope scope = NewDisposeScope();
        using UnrolledProblem problem = new(network, 1, size, horizon: 7);
        PerKind<Schedule> schedules = UnrolledProblem.Varied(3);
        ColumnLayout all = new(ColumnLayout.All(schedules, _ => true), schedules, problem.Horizon);
        using InnerState whole = problem.Forward(schedules, all).State;

        foreach (int shares in new[] { 2, 3, 9 })
        {
            for (int share = 0; share < shares; share++)
            {
                ColumnLayout columns = new(all.Requested.Where((_, i) => i % shares == share), schedules, problem.Horizon);
                using InnerState part = problem.Forward(schedules, columns).State;

                Assert.Equal(Bits(whole.Weights), Bits(part.Weights));
                foreach ((Column column, int row) in columns.Rows.Select((column, row) => (column, row)))
                {
                    int same = all.Rows.IndexOf(column);
                    Assert.True(Bits(whole.Tangents.WeightTangents[same]).SequenceEqual(Bits(part.Tangents.WeightTangents[row])), $"{column} in share {share} of {shares}");
                    Assert.True(Bits(whole.Tangents.VelocityTangents[same]).SequenceEqual(Bits(part.Tangents.VelocityTangents[row])), $"{column} in share {share} of {shares}");
                }
            }
        }
    }

    [Theory]
    [InlineData(PruningMode.Alternate, 0.25)]
    [InlineData(PruningMode.Alternate, 0.75)]
    [InlineData(PruningMode.Truncate, 0.5)]
    public void Columns_OnASkippedStep_StayWhileTheWeightsMove(PruningMode mode, double ratio)
    {
        const int Steps = 16;
        PerKind<Schedule> schedules = new(new([0.2, 0.1]), new([0.5, 0.6, 0.7, 0.8]), Schedule.Constant(0.01));
        ColumnLayout columns = new(ColumnLayout.All(schedules, _ => true), schedules, Steps);
        Pruning pruning = new(mode, ratio);
        long[][] before = [.. columns.Rows.Select(_ => new long[2 * Initial.Length])];
        long[] weights = [];
        int[] updates = [0, 0, 0];

        Problem.Run(new(schedules, Steps, Pruning: pruning), columns, Initial, (step, state) =>
        {
            for (int row = 0; row < columns.Rows.Length; row++)
            {
                Column column = columns.Rows[row];
                bool isUpdated = step >= Windows.FirstStep(column.Window, Steps, schedules[column.Kind].Windows)
                    && !pruning.Skips(step, Steps, schedules[column.Kind].Windows);
                long[] after = [.. Bits(state.Tangents.WeightTangents[row]), .. Bits(state.Tangents.VelocityTangents[row])];

                // A row of zeros moves only by its forcing term, which for momentum is the velocity: 0 at first.
                bool isForced = columns.IsActive(column, step) && (column.Kind != HyperparameterKind.Momentum || step > 0);
                bool hasNothingToMoveBy = before[row].All(bits => bits == 0) && !isForced;
                Assert.True((isUpdated && !hasNothingToMoveBy) != after.SequenceEqual(before[row]), $"{column} at step {step}: updated should be {isUpdated}.");
                before[row] = after;
            }

            Assert.NotEqual(weights, Bits(state.Weights));
            weights = Bits(state.Weights);
            foreach (HyperparameterKind kind in PerKind.OfSgd)
            {
                updates[(int)kind] += pruning.Skips(step, Steps, schedules[kind].Windows) ? 0 : 1;
            }

            Assert.Equal(updates, state.Updates.Take(updates.Length));
        });
    }

    [Fact]
    public void TangentSelection_WithGaps_AdvancesItsRowsAsTheViewDoesAndNoOther()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(3, CPU);
        using TangentState gaps = Random(5, generator);
        using TangentState first = new(3, 1, 4, ScalarType.Float64, CPU);
        int[] rows = [0, 2, 3];
        Tensor index = tensor(new long[] { 0, 2, 3 });
        first.WeightTangents.copy_(gaps.WeightTangents[index]);
        first.VelocityTangents.copy_(gaps.VelocityTangents[index]);
        Tensor untouched = cat([gaps.WeightTangents, gaps.VelocityTangents], 1)[tensor(new long[] { 1, 4 })].clone();
        Tensor products = randn([3, 4], ScalarType.Float64, generator: generator);
        Tensor weights = randn(4, ScalarType.Float64, generator: generator);

        Advance(gaps, rows, products, weights);
        Advance(first, [0, 1, 2], products, weights);

        Assert.Equal(Bits(first.WeightTangents), Bits(gaps.WeightTangents[index]));
        Assert.Equal(Bits(first.VelocityTangents), Bits(gaps.VelocityTangents[index]));
        Assert.Equal(Bits(untouched), Bits(cat([gaps.WeightTangents, gaps.VelocityTangents], 1)[tensor(new long[] { 1, 4 })]));
    }

    [Fact]
    public void TangentSelection_OfNoRows_IsEmpty()
    {
        using DisposeScope scope = NewDisposeScope();
        using TangentState state = new(2, 1, 4, ScalarType.Float64, CPU);
        TangentSelection selection = new(state, []);

        Assert.Equal([0, 4], selection.WeightTangents.shape);
        Assert.Equal([0, 4], selection.VelocityTangents.shape);
    }

    private static void Advance(TangentState state, int[] rows, Tensor products, Tensor weights)
    {
        TangentSelection selection = new(state, rows);
        PerKind<Coefficient> coefficients = new(new(0.1), new(0.9), new(0.01));
        PerKind<Schedule> constant = PerKind.Of(PerKind.OfSgd, _ => Schedule.Constant(1));
        ColumnLayout layout = new([new(HyperparameterKind.Momentum, 0), new(HyperparameterKind.WeightDecay, 0), new(HyperparameterKind.LearningRate, 0)], constant, 1);
        ForcedRows forced = ForcedRows.At(0, layout, [0, 1, 2]);
        using InnerState inner = new(weights.clone(), columns: 0);
        inner.Velocity.copy_(weights * 2);
        SgdRule.Instance.Advance(0, inner, weights * 3, coefficients, selection, products, forced);
        selection.Store();
    }

    private static TangentState Random(int columns, Generator generator)
    {
        TangentState state = new(columns, 1, 4, ScalarType.Float64, CPU);
        state.WeightTangents.normal_(0, 1, generator);
        state.VelocityTangents.normal_(0, 1, generator);
        return state;
    }

    private static bool IsMoved(Tensor row) => row.ne(0).any().item<bool>();

    private static long[] Bits(Tensor values) => [.. values.contiguous().data<double>().Select(BitConverter.DoubleToInt64Bits)];
}
