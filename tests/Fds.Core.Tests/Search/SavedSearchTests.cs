using Fds.Core.Search;
using Xunit;

namespace Fds.Core.Tests.Search;

public sealed class SavedSearchTests
{
    private static readonly SearchSettings Settings = new() { Method = SearchMethod.Random, Space = TestFunctions.Cube(2) };

    [Fact]
    public void Save_OfTrials_IsReadableText()
    {
        string saved = """{"version":1,"method":"Random","trials":[{"values":[0.5,0.25],"resource":27,"objective":1.5},{"values":[1,0],"resource":27,"objective":"Infinity"},{"values":[0,1],"resource":27,"parent":1,"objective":null}]}""";

        Assert.Equal(saved, Searchers.Restore(Settings, saved).Save());
    }

    [Fact]
    public void Restore_WithTrialsUnderWay_WaitsForTheirResults()
    {
        ISearcher searcher = Searchers.Create(Settings with { Trials = 1 });
        searcher.Ask();

        ISearcher restored = Searchers.Restore(Settings with { Trials = 1 }, searcher.Save());

        Assert.False(restored.IsFinished);
        restored.Tell(0, 1);
        Assert.True(restored.IsFinished);
    }

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
        Assert.Contains(reason, Assert.Throws<FdsException>(() => Searchers.Restore(Settings, saved)).Message, StringComparison.Ordinal);
}
