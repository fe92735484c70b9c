using Fds.Core.Schedules;
using Xunit;

namespace Fds.Core.Tests.Schedules;

public sealed class ScheduleTests
{
    [Fact]
    public void Schedule_StretchedOverAnyHorizon_KeepsTheSharesOfItsWindows()
    {
        Schedule schedule = new([0.3, 0.2, 0.1]);

        Assert.Equal([0.3, 0.2, 0.1], Enumerable.Range(0, 3).Select(step => Assert.Single(schedule.At(step, 3))));
        Assert.Equal([0.3, 0.3, 0.2, 0.2, 0.1, 0.1], Enumerable.Range(0, 6).Select(step => Assert.Single(schedule.At(step, 6))));
        Assert.Equal([0.3, 0.3, 0.2, 0.2, 0.1], Enumerable.Range(0, 5).Select(step => Assert.Single(schedule.At(step, 5))));
    }

    [Fact]
    public void Constant_AtEveryStep_IsItsValue()
    {
        Schedule schedule = Schedule.Constant(0.25);

        Assert.Equal(1, schedule.Windows);
        Assert.All(Enumerable.Range(0, 9), step => Assert.Equal([0.25], schedule.At(step, 9)));
    }

    [Fact]
    public void Schedule_OfGroups_HasEachGroupsWindowsOverTheSameHorizon()
    {
        Schedule schedule = new([0.3, 0.2, 0.1, 7, 5, 4], [3, 1, 2]);

        Assert.True(schedule.IsGrouped);
        Assert.Equal(3, schedule.Windows);
        Assert.Equal([0.3, 7, 5], schedule.At(0, 6));
        Assert.Equal([0.2, 7, 5], schedule.At(2, 6));
        Assert.Equal([0.2, 7, 4], schedule.At(3, 6));
        Assert.Equal([0.1, 7, 4], schedule.At(5, 6));
    }

    [Fact]
    public void Schedule_WhoseGroupsHaveOtherWindowsThanThereAreValues_IsRefused()
    {
        FdsException refusal = Assert.Throws<FdsException>(() => new Schedule([1, 2, 3], [2, 2]));

        Assert.Contains("3 values for groups of 2, 2 windows", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<FdsException>(() => new Schedule([1, 2], [2, 0]));
    }

    [Fact]
    public void Schedule_WithoutValues_IsRefused()
    {
        Assert.Throws<FdsException>(() => new Schedule([]));
        Assert.Throws<FdsException>(() => new Schedule(default));
    }

    [Fact]
    public void Indexer_OfEachKind_GivesItsSchedule()
    {
        PerKind<Schedule> schedules = new(Schedule.Constant(1), Schedule.Constant(2), Schedule.Constant(3));

        Assert.Equal([1.0, 2, 3], PerKind.OfSgd.Select(kind => schedules[kind].Values[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => schedules[(HyperparameterKind)3]);
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(0.999, 0.999)]
    [InlineData(double.PositiveInfinity, 0.999)]
    [InlineData(double.NaN, double.NaN)]
    public void Project_OfAValue_IsTheNearestWithinTheRange(double value, double expected) =>
        Assert.Equal(expected, new ValueRange(0, 0.999).Project(value));
}
