using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing.Processes;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>
/// A rollout: one after the other, the silos are told to stop and replaced by new processes of their names, while a study runs. Where
/// <c>FDS_PREVIOUS_SILO</c> names the program of an earlier version, the first silos are of that version: an upgrade.
/// </summary>
[Collection(TwoSilosTests.Name)]
public sealed class RolloutTests(TwoSilos silos, ITestOutputHelper output)
{
    private const int OuterSteps = 8;

    [Fact]
    public async Task Study_WhileEverySiloIsReplacedInTurn_EndsWithTheSameBits()
    {
        silos.RequireDatabase();
        await silos.Begin(Environment.GetEnvironmentVariable("FDS_PREVIOUS_SILO"));
        await using (ClusterConnection before = await silos.Ready())
        {
            await before.Study("rollout").Submit(Subject("rollout"));
        }

        for (int i = 0; i < silos.Silos.Length; i++)
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(silos.Silos);
            int step = 1 + (2 * i);
            await cluster.WaitFor("rollout", $"both silos to work on outer step {step + 1} or a later one", status =>
                status.OuterStep >= step && status.Replicas.Count(replica => replica.State == ReplicaState.Running) == silos.Silos.Length);
            Assert.Equal(0, await silos.Silos[i].Terminate());
            await silos.Repair();
        }

        await using ClusterConnection after = await ClusterConnection.Open(silos.Silos);
        StudyResult result = await after.Result("rollout");
        List<StudyEvent> events = await after.Events("rollout");
        output.WriteLine(string.Join(Environment.NewLine, events.Select(e => $"{e.At:HH:mm:ss.f} {e.Kind}: {e.Message}")));
        await after.Study("rolled-out").Submit(Subject("rolled-out"));

        Outcomes.AssertSameNumbers(await after.Result("rolled-out"), result);
        Assert.Equal(OuterSteps, events.Count(e => e.Kind == StudyEventKind.OuterStepCompleted));
        Assert.Equal(events.Select(e => e.Sequence).Order().Distinct(), events.Select(e => e.Sequence));
        Assert.Contains(events, e => e.Kind == StudyEventKind.Redispatched);
    }

    private static StudySubmission Subject(string name) => Studies.Small(name, OuterSteps, innerSteps: 300);
}
