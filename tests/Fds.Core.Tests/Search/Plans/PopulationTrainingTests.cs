using Fds.Core.Schedules;
using Fds.Core.Search;
using Fds.Core.Search.Plans;
using Xunit;

namespace Fds.Core.Tests.Search.Plans;

public sealed class PopulationTrainingTests
{
    [Fact]
    public void Ask_AfterASegment_ReplacesTheWorstFifthByThePerturbedBest()
    {
        ISearcher searcher = Create(population: 5, segments: 2);
        Trial[] first = [.. Enumerable.Range(0, 5).Select(_ => searcher.Ask()!)];
        Assert.Equal([0, 1, 2, 3, 4], first.Select(trial => trial.Member));
        Assert.Null(searcher.Ask());
        double[] objectives = [0.3, 0.9, 0.2, 0.1, 0.4];
        foreach (Trial trial in first)
        {
            searcher.Tell(trial.Number, objectives[trial.Number]);
        }

        Trial[] second = [.. Enumerable.Range(0, 5).Select(_ => searcher.Ask()!)];

        Assert.Equal([(0, 0, 1), (1, 3, 1), (2, 2, 1), (3, 3, 1), (4, 4, 1)], second.Select(trial => (trial.Member, trial.Parent!.Value, trial.Segment)));
        Assert.All([0, 2, 3, 4], member => Assert.Equal(first[member].Values, second[member].Values));
        Assert.All(second[1].Values.Zip(first[3].Values), pair => Assert.Contains(Math.Round(pair.First / pair.Second, 9), new[] { 0.8, 1.2, Math.Round(1 / pair.Second, 9) }));
    }

    [Fact]
    public void Ask_WithoutWaiting_ComparesWithTheLatestResultsAndAsksTheMemberThatIsBehind()
    {
        ISearcher searcher = Create(population: 2, segments: 3);
        searcher.Ask();
        searcher.Ask();

        // Alone, member 0 goes on as it is; twice.
        searcher.Tell(0, 0.5);
        Trial second = searcher.Ask()!;
        Assert.Equal((0, 0, 1), (second.Member, second.Parent!.Value, second.Segment));
        searcher.Tell(2, 0.1);

        // Member 1 is behind and is asked first. It takes over member 0's end of the same segment, not its later one.
        searcher.Tell(1, 0.9);
        Trial behind = searcher.Ask()!;
        Assert.Equal((1, 0, 1), (behind.Member, behind.Parent!.Value, behind.Segment));
        Trial ahead = searcher.Ask()!;
        Assert.Equal((0, 2, 2), (ahead.Member, ahead.Parent!.Value, ahead.Segment));
    }

    [Fact]
    public void Ask_AfterADivergedSegment_TrainsItAgainFromTheBestAtItsBeginning()
    {
        ISearcher searcher = Create(population: 2, segments: 2);
        Trial[] first = [searcher.Ask()!, searcher.Ask()!];
        searcher.Tell(0, double.NaN);
        Trial again = searcher.Ask()!;
        Assert.Equal((0, null, 0), (again.Member, again.Parent, again.Segment));
        Assert.NotEqual(first[0].Values, again.Values);

        searcher.Tell(1, 0.2);
        searcher.Tell(2, 0.3);
        searcher.Ask();
        Trial second = searcher.Ask()!;
        Assert.Equal((1, 1, 1), (second.Member, second.Parent!.Value, second.Segment));
        searcher.Tell(second.Number, double.PositiveInfinity);
        Trial repeated = searcher.Ask()!;
        Assert.Equal((1, 1, 1), (repeated.Member, repeated.Parent!.Value, repeated.Segment));
        Assert.NotEqual<double[]>([.. first[1].Values], [.. repeated.Values]);
    }

    [Fact]
    public void Search_WhenEveryMemberHasTrainedItsLastSegment_IsFinished()
    {
        ISearcher searcher = Create(population: 3, segments: 4);
        int asked = 0;
        for (; searcher.Ask() is Trial trial; asked++)
        {
            Assert.False(searcher.IsFinished);
            searcher.Tell(trial.Number, -trial.Number);
        }

        Assert.Equal(3 * 4, asked);
        Assert.True(searcher.IsFinished);
    }

    /// <summary>A value of 0 moves by a hundredth of its range, upwards or not at all.</summary>
    [Fact]
    public void Explore_FromZero_TakesASmallStepWithinTheRange()
    {
        SearchHistory history = new();
        PopulationTraining plan = new(Settings(2, 2) with { Space = new([new ValueRange(0, 10)]) }, new GivenValues([0], [5]));
        history.Add(plan.Next(history)!);
        history.Add(plan.Next(history)!);
        history.Tell(0, 0);
        history.Tell(1, 1);
        history.Add(plan.Next(history)!);
        Trial replaced = plan.Next(history)!;

        Assert.Equal(0, replaced.Parent);
        Assert.Contains(replaced.Values[0], new[] { 0, 0.1 });
    }

    /// <summary>
    /// The paper's toy problem (figure 2): θ climbs 1.2 − h_0 θ_0² − h_1 θ_1², which is judged by 1.2 − θ_0² − θ_1², from θ = (0.9, 0.9)
    /// with h = (1, 0) and (0, 1). Neither alone gets beyond 0.39; together they reach 1.2.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Search_OfThePapersToyProblem_ReachesTheMaximumThatNoMemberReachesAlone(long seed)
    {
        SearchHistory history = new();
        PopulationTraining plan = new(Settings(2, 60) with { Seed = seed }, new GivenValues([1, 0], [0, 1]));
        List<(double X, double Y)> ends = [];
        double best = double.PositiveInfinity;
        while (plan.Next(history) is Trial trial)
        {
            (double x, double y) = trial.Parent is int parent ? ends[parent] : (0.9, 0.9);
            for (int step = 0; step < 10; step++)
            {
                (x, y) = (x - (0.1 * trial.Values[0] * x), y - (0.1 * trial.Values[1] * y));
            }

            ends.Add((x, y));
            history.Add(trial);
            double objective = (x * x) + (y * y) - 1.2;
            history.Tell(trial.Number, objective);
            best = Math.Min(best, objective);
        }

        Assert.True(plan.IsComplete(history));
        Assert.Equal(2 * 60, history.Count);
        Assert.Equal(-1.2, best, 0.01);
    }

    private static ISearcher Create(int population, int segments) => Searchers.Create(Settings(population, segments));

    private static SearchSettings Settings(int population, int segments) =>
        new() { Method = SearchMethod.Pbt, Space = TestFunctions.Cube(2), Population = population, Segments = segments };
}
