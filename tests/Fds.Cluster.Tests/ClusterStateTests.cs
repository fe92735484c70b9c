using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>What a cluster keeps in its database.</summary>
[Collection(TwoSilosTests.Name)]
public sealed class ClusterStateTests(TwoSilos silos)
{
    [Fact]
    public async Task Studies_WhenTheirNamesAreEqualAsNumbers_AreKeptApart()
    {
        await using ClusterConnection cluster = await silos.Ready();
        string[] names = ["1", "01", "1e", "01e"];
        foreach (string name in names)
        {
            Assert.Equal(SubmitOutcome.Accepted, (await cluster.Study(name).Submit(Studies.Small(name, outerSteps: 1, innerSteps: 5, retrainings: 0))).Outcome);
        }

        foreach (string name in names)
        {
            Assert.Equal(name, (await cluster.Result(name)).Submission.Specification.Name);
        }

        Assert.Equal("4", await silos.Database.Ask("SELECT count(*) FROM fds.fds_grain_state WHERE state_name = 'study' AND grain_id IN ('fds-study/1', 'fds-study/01', 'fds-study/1e', 'fds-study/01e')"));
    }

    [Fact]
    public async Task Reminder_WhileAStudyIsUnfinished_IsInTheDatabase()
    {
        await using ClusterConnection cluster = await silos.Ready();
        await cluster.Study("reminded").Submit(Studies.Small("reminded", outerSteps: 100, innerSteps: 200));
        await ClusterConnection.Until("the reminder to be set", async () => await Reminders() == "1");

        await cluster.Study("reminded").Cancel("seen enough");
        await ClusterConnection.Until("the reminder to go", async () => await Reminders() == "0");
    }

    [Fact]
    public async Task Reminder_WhenTheCatalogueIsLostWithAllSilos_BringsTheStudyBackUncalled()
    {
        await using (ClusterConnection before = await silos.Ready())
        {
            await before.Study("forgotten").Submit(Studies.Small("forgotten", outerSteps: 1000, innerSteps: 200));
            await ClusterConnection.Until("the reminder to be set", async () => await Reminders("forgotten") == "1");
            await Task.WhenAll(silos.Silos.Select(silo => silo.Kill()));
        }

        // Nobody knows of the study any more: no silo, no device, and no list that a keeper would wake it by.
        await silos.Database.Ask("DELETE FROM fds.fds_grain_state WHERE state_name = 'catalogue'");
        await using ClusterConnection cluster = await silos.Ready();
        await ClusterConnection.Until(
            "the study to be listed again, which it sees to itself when it comes to life",
            async () => (await cluster.Grains.GetGrain<ICatalogueGrain>(0).List(null, 1000)).Studies.Any(study => study is { Name: "forgotten", State: StudyState.Running }),
            seconds: 120);

        await cluster.Study("forgotten").Cancel("seen enough");
    }

    private Task<string> Reminders(string study = "reminded") => silos.Database.Ask($"SELECT count(*) FROM fds.fds_reminder WHERE grain_id = 'fds-study/{study}'");
}
