using Fds.Cluster.Tests.Processes;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Many studies at once on two silos over PostgreSQL.</summary>
[Collection(TwoSilosTests.Name)]
public sealed class ClusterLoadTests(TwoSilos silos, ITestOutputHelper output)
{
    [Fact]
    public async Task Queue_OfManyStudies_DrainsOverBothSilosWithoutLossOrDuplicate()
    {
        await using ClusterConnection cluster = await silos.Ready();
        StudyLoad load = new(cluster, output);
        await load.Drain(0, StudyLoad.Count);

        await load.RequireEveryStudyOnce();
        await cluster.UntilNoSlotIsLeased(devices: 2);
        Assert.Equal($"{StudyLoad.Count}", await silos.Database.Ask("SELECT count(*) FROM fds.fds_grain_state WHERE state_name = 'study' AND grain_id LIKE 'fds-study/load-%'"));
        foreach (SiloProcess silo in silos.Silos)
        {
            output.WriteLine($"{silo.Name}: {await SiloMemory.Of(silo)}");
        }
    }
}
