using System.Globalization;
using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search;

public sealed class SavedSearchTests
{
    private static readonly SearchSettings Settings = new() { Method = SearchMethod.Random, Space = TestFunctions.Cube(2) };

    private const string Saved = """{"version":1,"method":"Random","trials":[{"values":[0.5,0.25],"resource":27,"objective":1.5},{"values":[1,0],"resource":27,"objective":"Infinity"},{"values":[0,1],"resource":27,"parent":1,"objective":null}]}""";

    [Fact]
    public void Restore_OfASavedSearch_IsThatOfItsTrials()
    {
        PastTrial[] past = [.. Enumerable.Range(0, 16).Select(i => Past(i, [i / 16.0, 0.5], i == 5 ? double.NaN : i))];
        string trials = string.Join(',', past.Select(trial => string.Create(
            CultureInfo.InvariantCulture, $$"""{"values":[{{trial.Trial.Values[0]}},0.5],"resource":27,"objective":{{(trial.Objective is double.NaN ? "\"Infinity\"" : trial.Objective)}}}""")));

        Assert.Equal(Next(Searchers.Restore(Tpe, past)), Next(Searchers.Restore(Tpe, [], $$"""{"version":1,"method":"Tpe","trials":[{{trials}}]}""")));
    }

    [Fact]
    public void Restore_WithMoreThanWasSaved_GoesOnFromAllOfIt()
    {
        ISearcher restored = Searchers.Restore(Settings with { Trials = 4 }, [Past(0, [0.5, 0.25], 1.5), Past(2, [0, 1], 0.5), Past(3, [1, 1], null)], Saved);

        Assert.Null(restored.Ask());
        Assert.False(restored.IsFinished);
        restored.Tell(3, 1);
        Assert.True(restored.IsFinished);
    }

    [Fact]
    public void Restore_WhereATrialIsMissing_SaysWhich() =>
        Assert.Contains("Expected trial 1", Assert.Throws<ArgumentException>(() => Searchers.Restore(Settings, [Past(0, [0, 0], 1), Past(2, [0, 0], 1)])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"version":2,"method":"Random","trials":[]}""", "version 2")]
    [InlineData("""{"version":1,"method":"Tpe","trials":[]}""", "by Tpe")]
    [InlineData("""{"version":1,"method":"Random","trials":[{"values":[1],"resource":1,"objective":null}]}""", "found 1")]
    [InlineData("""{"version":1,"method":"Random","trials":[{"values":[1,1],"resource":1,"parent":0,"objective":null}]}""", "parent of saved trial 0")]
    [InlineData("""{"version":1,"method":"Random","trials":[{"values":[1,1],"resource":1,"member":8,"objective":null}]}""", "member below 8")]
    [InlineData("""{"version":1,"method":"Random"}""", "cannot be read")]
    [InlineData("""{"version":1,"method":"Ran""", "cannot be read")]
    [InlineData("null", "found none")]
    public void Restore_OfWhatCannotBeUsed_SaysWhy(string saved, string reason) =>
        Assert.Contains(reason, Assert.Throws<FdsException>(() => Searchers.Restore(Settings, [], saved)).Message, StringComparison.Ordinal);

    private static SearchSettings Tpe => Settings with { Method = SearchMethod.Tpe };

    private static PastTrial Past(int number, double[] values, double? objective) => new(new() { Number = number, Values = [.. values], Resource = 27 }, objective);

    private static string Next(ISearcher searcher) => string.Join('\n', Enumerable.Range(0, 8).Select(_ => Simulation.Describe(searcher.Ask()!)));
}
