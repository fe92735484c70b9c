using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Fds.Grains.Tests.Studies;
using Xunit;

namespace Fds.Grains.Tests.Catalogue;

[Collection(OtherStudyClusterTests.Name)]
public sealed class CatalogueGrainTests(StudyCluster cluster)
{
    private static readonly DateTimeOffset Then = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task List_InPages_GivesEveryStudyOnceInOrderOfNames()
    {
        ICatalogueGrain catalogue = cluster.Grains.GetGrain<ICatalogueGrain>(17);
        string[] names = ["b", "Z", "a-1", "c", "a"];
        foreach (string name in names)
        {
            await catalogue.Record(Summary(name)).Reached($"{name} is recorded");
        }

        List<string> listed = [];
        List<int> sizes = [];
        string? from = null;
        do
        {
            StudyPage page = await catalogue.List(from, 2).Reached("a page");
            listed.AddRange(page.Studies.Select(study => study.Name));
            sizes.Add(page.Studies.Length);
            from = page.Next;
        }
        while (from is not null);

        Assert.Equal(["Z", "a", "a-1", "b", "c"], listed);
        Assert.Equal([2, 2, 1], sizes);
        Assert.Single((await catalogue.List(null, 0).Reached("a page of no size")).Studies);
        Assert.Null((await catalogue.List(null, 5).Reached("a page of all")).Next);
    }

    [Fact]
    public async Task Record_OfAKnownStudy_ReplacesItsLine()
    {
        ICatalogueGrain catalogue = cluster.Grains.GetGrain<ICatalogueGrain>(18);
        await catalogue.Record(Summary("one")).Reached("the first line");
        await catalogue.Record(Summary("one") with { State = StudyState.Failed, OuterStep = 7 }).Reached("the second line");

        StudySummary listed = Assert.Single((await catalogue.List(null, 10).Reached("the list")).Studies);
        Assert.Equal((StudyState.Failed, 7), (listed.State, listed.OuterStep));
    }

    [Fact]
    public async Task Study_WhenItEnds_IsListedAsEnded()
    {
        await cluster.RunToItsEnd(TestStudies.Specification("listed", steps: 1, retrainings: 0), (order, _) => ScriptedRunner.Completed(order));

        ICatalogueGrain catalogue = cluster.Grains.GetGrain<ICatalogueGrain>(0);
        await StudyCluster.Until(async () => (await catalogue.List("listed", 1)).Studies is [{ State: StudyState.Succeeded }], "it is listed as ended");
        StudySummary study = Assert.Single((await catalogue.List("listed", 1).Reached("the list")).Studies);
        Assert.Equal(("listed", StudyState.Succeeded, 1, 1, 0.5), (study.Name, study.State, study.OuterStep, study.OuterSteps, study.BestValidationAccuracy!.Value));
    }

    private static StudySummary Summary(string name) =>
        new() { Name = name, State = StudyState.Running, OuterStep = 0, OuterSteps = 1, SubmittedAt = Then, UpdatedAt = Then };
}
