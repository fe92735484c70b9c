using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search.Plans;

public sealed class AsynchronousHalvingTests
{
    [Fact]
    public void Ask_OnAHandMadeSequence_PromotesAsAlgorithm2Does()
    {
        ISearcher searcher = Create();

        // Rungs of resource 1, 3, 9; η = 3. With fewer than three results nothing is promoted.
        AssertNext(searcher, 0, 1, null);
        AssertNext(searcher, 1, 1, null);
        AssertNext(searcher, 2, 1, null);
        searcher.Tell(0, 0.5);
        searcher.Tell(1, 0.3);
        AssertNext(searcher, 3, 1, null);

        // The best of three goes up, once.
        searcher.Tell(2, 0.4);
        AssertNext(searcher, 4, 3, 1);
        AssertNext(searcher, 5, 1, null);

        // A new best of four goes up although four would have been promoted from with one alone.
        searcher.Tell(3, 0.2);
        AssertNext(searcher, 6, 3, 3);
        searcher.Tell(4, 0.25);
        searcher.Tell(6, 0.35);
        AssertNext(searcher, 7, 1, null);

        // The sixth result allows two promotions from the lowest rung: both of its best two are up already.
        searcher.Tell(5, 0.6);
        searcher.Tell(7, 0.7);
        AssertNext(searcher, 8, 1, null);
        searcher.Tell(8, 0.1);
        AssertNext(searcher, 9, 3, 8);

        // Three results in the middle rung: its best goes to the top before the lowest rung is looked at.
        searcher.Tell(9, 0.15);
        Trial full = AssertNext(searcher, 10, 9, 9);
        AssertNext(searcher, 11, 1, null);
        searcher.Tell(10, 0.05);
        AssertNext(searcher, 12, 1, null);
        Assert.Equal(9, full.Resource);
    }

    [Fact]
    public void Ask_WhenTheBestDiverged_PromotesNone()
    {
        ISearcher searcher = Create();
        for (int i = 0; i < 3; i++)
        {
            searcher.Ask();
            searcher.Tell(i, double.NegativeInfinity);
        }

        AssertNext(searcher, 3, 1, null);
        searcher.Tell(3, 1e300);
        AssertNext(searcher, 4, 3, 3);
    }

    private static Trial AssertNext(ISearcher searcher, int number, int resource, int? parent)
    {
        Trial trial = searcher.Ask()!;
        Assert.Equal((number, resource, parent), (trial.Number, trial.Resource, trial.Parent));
        return trial;
    }

    private static ISearcher Create() => Searchers.Create(new() { Method = SearchMethod.Asha, Space = TestFunctions.Cube(2), MaximumResource = 9 });
}
