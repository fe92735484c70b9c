using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Xunit;

namespace Fds.Core.Tests.Tangents;

public sealed class ColumnLayoutTests
{
    private const HyperparameterKind Rate = HyperparameterKind.LearningRate;
    private const HyperparameterKind Momentum = HyperparameterKind.Momentum;
    private const HyperparameterKind Decay = HyperparameterKind.WeightDecay;

    private static readonly PerKind<Schedule> Schedules = new(new([1, 2, 3]), new([4, 5]), Schedule.Constant(6));

    [Fact]
    public void Rows_OfAllColumns_AreOrderedByTheFirstStepOfTheirWindow()
    {
        // Over 7 steps learning rates begin at 0, 3 and 5, momentums at 0 and 4, weight decay at 0.
        ColumnLayout columns = new(ColumnLayout.All(Schedules, _ => true), Schedules, 7);

        Assert.Equal([new(Rate, 0), new(Rate, 1), new(Rate, 2), new(Momentum, 0), new(Momentum, 1), new(Decay, 0)], columns.Requested);
        Assert.Equal([new(Rate, 0), new(Momentum, 0), new(Decay, 0), new(Rate, 1), new(Momentum, 1), new(Rate, 2)], columns.Rows);
        Assert.Equal([0, 3, 5, 1, 4, 2], columns.RowOfRequest);
        Assert.Equal([3, 2, 1], PerKind.OfSgd.Select(columns.WindowsOf));
        Assert.Equal([3, 3, 3, 4, 5, 6, 6], Enumerable.Range(0, 7).Select(columns.LiveAt));
    }

    [Fact]
    public void Rows_OfSomeColumnsInAnyOrder_MapBackToTheRequest()
    {
        Column[] requested = [new(Rate, 2), new(Momentum, 1), new(Decay, 0), new(Rate, 1)];
        ColumnLayout columns = new(requested, Schedules, 7);

        Assert.Equal(requested, columns.Requested);
        Assert.Equal(requested, columns.RowOfRequest.Select(row => columns.Rows[row]));
        Assert.Equal([new(Decay, 0), new(Rate, 1), new(Momentum, 1), new(Rate, 2)], columns.Rows);
        Assert.Equal([1, 1, 1, 2, 3, 4, 4], Enumerable.Range(0, 7).Select(columns.LiveAt));
    }

    [Fact]
    public void All_OfSomeKinds_LeavesTheOthersOut() =>
        Assert.Equal([new(Momentum, 0), new(Momentum, 1)], ColumnLayout.All(Schedules, kind => kind == Momentum));

    [Fact]
    public void ForcedRows_AtAStep_AreThePositionsInTheSelection()
    {
        ColumnLayout columns = new(ColumnLayout.All(Schedules, _ => true), Schedules, 7);

        Assert.Equal([[0], [1], [2]], Forced(0, columns, 0, 1, 2));
        Assert.Equal([[3], [1], [2]], Forced(3, columns, 0, 1, 2, 3));
        Assert.Equal([[1], [], []], Forced(4, columns, 0, 3));
        Assert.Equal([[2], [1], []], Forced(6, columns, 0, 4, 5));
    }

    [Fact]
    public void Columns_OfGroups_HaveEachGroupsWindowsAndAreInForceTogether()
    {
        PerKind<Schedule> grouped = Schedules with { LearningRate = new([1, 2, 3], [1, 2]) };
        ColumnLayout columns = new(ColumnLayout.All(grouped, kind => kind != Decay), grouped, 6);

        Assert.Equal([new(Rate, 0), new(Rate, 0, 1), new(Rate, 1, 1), new(Momentum, 0), new(Momentum, 1)], columns.Requested);
        Assert.Equal([1, 2, 2], columns.Requested.Take(3).Select(columns.WindowsOf));
        Assert.Equal([[0, 1], [2], []], Forced(2, columns, 0, 1, 2, 3, 4));
        Assert.Equal([[0, 3], [4], []], Forced(3, columns, 0, 1, 2, 3, 4));
    }

    private static int[][] Forced(int step, ColumnLayout columns, params int[] rows)
    {
        ForcedRows forced = ForcedRows.At(step, columns, rows);
        return [.. PerKind.OfSgd.Select(kind => forced.Of(kind).ToArray())];
    }

    [Fact]
    public void ColumnLayout_WhenAWindowWouldBeEmpty_IsRefused()
    {
        FdsException refusal = Assert.Throws<FdsException>(() => new ColumnLayout([], Schedules, 2));

        Assert.Contains("LearningRate schedule has 3 windows over a horizon of 2", refusal.Message, StringComparison.Ordinal);
    }
}
