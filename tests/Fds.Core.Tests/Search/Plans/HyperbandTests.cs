using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search.Plans;

public sealed class HyperbandTests
{
    [Fact]
    public void Ask_OneAtATime_GoesThroughTheBracketsAndBeginsAgain()
    {
        ISearcher searcher = Create();

        List<int> resources = [];
        for (int i = 0; i < 22 + 13; i++)
        {
            Trial trial = searcher.Ask()!;
            resources.Add(trial.Resource);
            searcher.Tell(i, i);
        }

        // R = 9: brackets of 9, 3 and 3 trials, halved twice, once and not at all.
        int[] sequence = [.. Enumerable.Repeat(1, 9), 3, 3, 3, 9, .. Enumerable.Repeat(3, 3), 9, .. Enumerable.Repeat(9, 3)];
        Assert.Equal([.. sequence, .. sequence], [.. resources, .. Rest(searcher, (2 * sequence.Length) - resources.Count)]);
    }

    [Fact]
    public void Ask_WhenARungIsComplete_PromotesItsBestInTheirOrder()
    {
        ISearcher searcher = Create();
        Trial[] lowest = [.. Enumerable.Range(0, 9).Select(_ => searcher.Ask()!)];
        double[] objectives = [5, 1, 7, 8, 0, 9, 4, 6, 2];
        foreach (Trial trial in lowest)
        {
            searcher.Tell(trial.Number, objectives[trial.Number]);
        }

        Trial[] promoted = [.. Enumerable.Range(0, 3).Select(_ => searcher.Ask()!)];

        Assert.Equal([(4, 3), (1, 3), (8, 3)], promoted.Select(trial => (trial.Parent!.Value, trial.Resource)));
        Assert.All(promoted, trial => Assert.Equal(lowest[trial.Parent!.Value].Values, trial.Values));

        // Told in another order: the second of the rung is the best of all.
        searcher.Tell(promoted[2].Number, 0.3);
        searcher.Tell(promoted[1].Number, 0.1);
        searcher.Tell(promoted[0].Number, 0.2);
        Trial full = searcher.Ask()!;
        Assert.Equal((promoted[1].Number, 9), (full.Parent!.Value, full.Resource));
    }

    [Fact]
    public void Ask_WhileARungWaits_BeginsTheNextBracketAndReturns()
    {
        ISearcher searcher = Create();
        for (int i = 0; i < 9; i++)
        {
            searcher.Ask();
        }

        for (int i = 0; i < 8; i++)
        {
            searcher.Tell(i, i);
        }

        Assert.Equal((3, null), (searcher.Ask()!.Resource, (int?)null));
        searcher.Tell(8, -1);
        Assert.Equal(8, searcher.Ask()!.Parent);
    }

    [Fact]
    public void Ask_WhenTrialsDiverged_PromotesOnlyTheOthers()
    {
        ISearcher searcher = Create();
        for (int i = 0; i < 9; i++)
        {
            searcher.Ask();
        }

        for (int i = 0; i < 9; i++)
        {
            searcher.Tell(i, i == 5 ? 1 : double.NaN);
        }

        Trial promoted = searcher.Ask()!;
        Assert.Equal((5, 3), (promoted.Parent!.Value, promoted.Resource));
        Assert.Null(searcher.Ask()!.Parent);
        searcher.Tell(9, 1);
        Trial full = searcher.Ask()!;
        Assert.Equal((9, 9), (full.Parent!.Value, full.Resource));
    }

    private static ISearcher Create() => Searchers.Create(new() { Method = SearchMethod.Hyperband, Space = TestFunctions.Cube(2), MaximumResource = 9 });

    private static IEnumerable<int> Rest(ISearcher searcher, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Trial trial = searcher.Ask()!;
            searcher.Tell(trial.Number, trial.Number);
            yield return trial.Resource;
        }
    }
}
