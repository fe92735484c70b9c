using Fds.Core.Schedules;
using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search;

/// <summary>What every method keeps to.</summary>
public sealed class SearcherTests
{
    public static TheoryData<SearchMethod> Methods => [.. Enum.GetValues<SearchMethod>()];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Ask_Repeatedly_NumbersTrialsDenselyWithinTheirRanges(SearchMethod method)
    {
        SearchSettings settings = Settings(method) with { Space = new([new ValueRange(-2, 5), new ValueRange(3, 3), new ValueRange(0, 1e-3)]), Segments = 3 };
        ISearcher searcher = Searchers.Create(settings);

        for (int i = 0; i < 24; i++)
        {
            Trial trial = Assert.IsType<Trial>(searcher.Ask());
            Assert.Equal(i, trial.Number);
            Assert.InRange(trial.Resource, 1, settings.MaximumResource);
            Assert.All(trial.Values.Zip(settings.Space.Dimensions), pair => Assert.InRange(pair.First, pair.Second.Minimum, pair.Second.Maximum));
            searcher.Tell(i, TestFunctions.Bowl(trial.Values));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Ask_OfTheSameSeed_IsRepeatedAndOfAnotherIsNot(SearchMethod method)
    {
        string[] runs = [.. new long[] { 1, 1, 2 }.Select(seed => string.Join('\n', Run(Searchers.Create(Settings(method) with { Seed = seed }))))];

        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
    }

    /// <summary>Were the first draws the same, methods would be lucky together, and a comparison would count one search several times.</summary>
    [Fact]
    public void Ask_ByEveryMethodWithTheSameSeed_DrawsOtherValues()
    {
        double[] values = [.. Enum.GetValues<SearchMethod>().SelectMany(method =>
        {
            ISearcher searcher = Searchers.Create(Settings(method));
            return Enumerable.Range(0, 8).SelectMany(_ => searcher.Ask()!.Values).ToArray();
        })];

        Assert.Equal(values.Length, values.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Restore_AfterEveryResult_ProposesWhatTheUndisturbedSearchDoes(SearchMethod method)
    {
        SearchSettings settings = Settings(method);

        List<string> undisturbed = Run(Searchers.Create(settings));
        List<string> restored = Run(new RememberedSearch(settings), searcher => ((RememberedSearch)searcher).Restored());

        Assert.True(undisturbed.Count > 30, $"Only {undisturbed.Count} trials were asked.");
        Assert.Equal(undisturbed, restored);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Ask_ManyTimesBeforeAnyResult_NeverProposesTheSameTwice(SearchMethod method)
    {
        ISearcher searcher = Searchers.Create(Settings(method) with { Population = 50 });

        string[] values = [.. Enumerable.Range(0, 50).Select(_ => string.Join(' ', searcher.Ask()!.Values))];

        Assert.Equal(50, values.Distinct().Count());
    }

    [Theory]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Gp)]
    public void Ask_ManyTimesAfterSomeResults_SpreadsTheProposals(SearchMethod method)
    {
        ISearcher searcher = Searchers.Create(Settings(method));
        for (int i = 0; i < 20; i++)
        {
            searcher.Tell(i, TestFunctions.Bowl(searcher.Ask()!.Values));
        }

        double[][] points = [.. Enumerable.Range(0, 16).Select(_ => searcher.Ask()!.Values.ToArray())];

        double nearest = points.SelectMany((a, i) => points[..i].Select(b => MathNet.Numerics.Distance.Euclidean(a, b))).Min();
        Assert.True(nearest > 0.01, $"Two proposals are only {nearest} apart.");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Ask_WhenEveryTrialDiverges_GoesOn(SearchMethod method)
    {
        ISearcher searcher = Searchers.Create(Settings(method));

        for (int i = 0; i < 60; i++)
        {
            Trial trial = Assert.IsType<Trial>(searcher.Ask());
            searcher.Tell(trial.Number, i % 2 == 0 ? double.NaN : double.PositiveInfinity);
        }

        Assert.False(searcher.IsFinished);
    }

    [Theory]
    [InlineData(SearchMethod.Tpe)]
    [InlineData(SearchMethod.Gp)]
    [InlineData(SearchMethod.Bohb)]
    public void Ask_WhenHalfTheSpaceDiverges_AvoidsIt(SearchMethod method)
    {
        ISearcher searcher = Searchers.Create(Settings(method) with { MaximumResource = 1 });
        int late = 0;
        for (int i = 0; i < 60; i++)
        {
            Trial trial = searcher.Ask()!;
            bool diverges = trial.Values[0] > 0.5;
            late += diverges && i >= 30 ? 1 : 0;
            searcher.Tell(i, diverges ? double.NaN : TestFunctions.Bowl(trial.Values));
        }

        // Draws that know nothing would diverge in 15 of 30.
        Assert.True(late <= 10, $"{late} of the last 30 trials diverged.");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Ask_AtTheLimit_GivesNothingAndFinishesOnceAllAreTold(SearchMethod method)
    {
        ISearcher searcher = Searchers.Create(Settings(method) with { Trials = 2 });
        searcher.Ask();
        searcher.Ask();

        Assert.Null(searcher.Ask());
        searcher.Tell(1, 0.5);
        Assert.False(searcher.IsFinished);
        searcher.Tell(0, 0.5);
        Assert.True(searcher.IsFinished);
        Assert.Null(searcher.Ask());
    }

    [Fact]
    public void Tell_OfATrialThatWasNeverAsked_NamesIt()
    {
        ISearcher searcher = Searchers.Create(Settings(SearchMethod.Random));
        searcher.Ask();

        Assert.Contains("Trial 1 ", Assert.Throws<ArgumentException>(() => searcher.Tell(1, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("Trial -1 ", Assert.Throws<ArgumentException>(() => searcher.Tell(-1, 0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Ask_WhenEveryDimensionIsFixed_GivesTheirValues(SearchMethod method)
    {
        ISearcher searcher = Searchers.Create(Settings(method) with { Space = new([new ValueRange(0.5, 0.5), new ValueRange(0, 0)]) });

        for (int i = 0; i < 30; i++)
        {
            Trial trial = searcher.Ask()!;
            Assert.Equal<double[]>([0.5, 0], [.. trial.Values]);
            searcher.Tell(i, 1);
        }
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(double.NaN)]
    public void Tell_Twice_NamesTheTrial(double first)
    {
        ISearcher searcher = Searchers.Create(Settings(SearchMethod.Random));
        searcher.Ask();
        searcher.Tell(0, first);

        Assert.Contains("Trial 0 ", Assert.Throws<ArgumentException>(() => searcher.Tell(0, 1)).Message, StringComparison.Ordinal);
    }

    private static SearchSettings Settings(SearchMethod method) => new() { Method = method, Space = TestFunctions.Cube(2), Seed = 3, MaximumResource = 9 };

    /// <summary>Forty results, every seventh diverged.</summary>
    private static List<string> Run(ISearcher searcher, Func<ISearcher, ISearcher>? afterEach = null) =>
        Simulation.Run(searcher, trial => trial.Number % 7 == 6 ? double.NaN : TestFunctions.Bowl(trial.Values) / trial.Resource, 40, afterEach);
}
