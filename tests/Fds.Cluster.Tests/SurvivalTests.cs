using System.Text.Json;
using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Orleans.Runtime;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>
/// Two silos over a real PostgreSQL, each broken in one way in the middle of a study. Whatever happens, the study ends with the same
/// bits as one that nothing happened to, and each outer step is counted once; what it cost is time, which is measured.
/// </summary>
[Collection(TwoSilosTests.Name)]
public sealed class SurvivalTests(TwoSilos silos, ITestOutputHelper output)
{
    [Fact]
    public async Task Study_WhenTheSiloOfAReplicaIsKilled_RunsItElsewhere()
    {
        StudyEvent? redispatched = null;
        for (int time = 1; redispatched is null && time <= 3; time++)
        {
            string name = $"replica-{time}";
            await using ClusterConnection cluster = await silos.Ready();
            StudyResult expected = await silos.Undisturbed(cluster);
            SiloProcess coordinator = await Begin(cluster, name);
            DateTimeOffset killed = TimeProvider.System.GetUtcNow();
            await silos.Other(coordinator).Kill();

            StudyResult result = await cluster.Result(name);
            List<StudyEvent> events = await cluster.Events(name);
            await AssertSurvived(cluster, expected, result, events);

            // A run that ended between the last look at it and the kill is not lost: then it is killed once more.
            redispatched = events.Find(e => e.Kind == StudyEventKind.Redispatched && e.At > killed);
            if (redispatched is not null)
            {
                Measure("found dead and its run queued again", killed, redispatched);
            }
        }

        Assert.NotNull(redispatched);
    }

    [Fact]
    public async Task Study_WhenTheSiloOfItsCoordinatorIsKilled_GoesOnElsewhereAndIsWatchedWithoutGap()
    {
        await using ClusterConnection cluster = await silos.Ready();
        StudyResult expected = await silos.Undisturbed(cluster);
        SiloProcess coordinator = await Begin(cluster, "coordinator");
        using ConsoleProcess watching = ConsoleProcess.Start("watch", "coordinator", "-o", "json", "--cluster", $"{coordinator.Gateway},{silos.Other(coordinator).Gateway}");
        await cluster.WaitFor("coordinator", "the middle of the next outer step", InTheMiddleOf(2));
        DateTimeOffset killed = TimeProvider.System.GetUtcNow();
        await coordinator.Kill();
        ConsoleEnd described = await ConsoleHere.Run("describe", "coordinator", "--cluster", $"{coordinator.Gateway},{silos.Other(coordinator).Gateway}");
        output.WriteLine($"described {(TimeProvider.System.GetUtcNow() - killed).TotalSeconds:F1} s after the kill: {described.Output}{described.Talk}");
        Assert.Equal(0, described.ExitCode);

        StudyResult result = await cluster.Result("coordinator");
        List<StudyEvent> events = await cluster.Events("coordinator");
        Measure("active elsewhere", killed, events.First(e => e.Kind == StudyEventKind.Activated && e.At > killed));
        await AssertSurvived(cluster, expected, result, events);

        ConsoleEnd end = await watching.WaitForExit();
        output.WriteLine(end.Talk);
        Assert.Equal(0, end.ExitCode);
        long[] told = [.. end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("kind").GetString() != nameof(StudyEventKind.Progress)).Select(line => line.GetProperty("sequence").GetInt64())];
        Assert.Equal(events.Select(e => e.Sequence), told);
    }

    [Fact]
    public async Task Study_WhenAllSilosAreKilledAndStartedAgain_GoesOn()
    {
        await using (ClusterConnection before = await silos.Ready())
        {
            await silos.Undisturbed(before);
            await Begin(before, "both");
            await Task.WhenAll(silos.Silos.Select(silo => silo.Kill()));
        }

        DateTimeOffset started = TimeProvider.System.GetUtcNow();
        await silos.Repair();
        await using ClusterConnection cluster = await ClusterConnection.Open(silos.Silos);
        StudyResult result = await cluster.Result("both");
        List<StudyEvent> events = await cluster.Events("both");
        Measure("goes on after both were started again", started, events.First(e => e.Kind == StudyEventKind.Activated && e.At > started));
        await AssertSurvived(cluster, await silos.Undisturbed(cluster), result, events);
    }

    /// <summary>A write is tried again for eight seconds. What is away for longer makes coordinators forget, and go on from what is stored.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    public async Task Study_WhenTheDatabaseCrashesUnderLoad_LosesNothing(int secondsAway)
    {
        string name = $"database-{secondsAway}";
        await using ClusterConnection cluster = await silos.Ready();
        StudyResult expected = await silos.Undisturbed(cluster);
        await Begin(cluster, name);
        DateTimeOffset crashed = TimeProvider.System.GetUtcNow();
        await silos.Database.Crash();
        await Task.Delay(TimeSpan.FromSeconds(secondsAway), TimeProvider.System, TestContext.Current.CancellationToken);
        await silos.Database.Open();

        StudyResult result = await cluster.Result(name);
        List<StudyEvent> events = await cluster.Events(name);
        Measure($"completed an outer step after the crash, {secondsAway} s of them without a database", crashed, events.First(e => e.Kind == StudyEventKind.OuterStepCompleted && e.At > crashed));
        await AssertSurvived(cluster, expected, result, events);
        Assert.All(silos.Silos, silo => Assert.False(silo.HasExited, $"{silo.Name} ended with the database."));
    }

    [Fact]
    public async Task Study_WhenItsSiloIsStoppedForLongAndComesBack_CountsNothingOfTheZombie()
    {
        await using ClusterConnection cluster = await silos.Ready();
        StudyResult expected = await silos.Undisturbed(cluster);
        SiloProcess zombie = await Begin(cluster, "zombie");
        DateTimeOffset stopped = TimeProvider.System.GetUtcNow();
        await zombie.Signal("STOP");
        await using ClusterConnection other = await ClusterConnection.Open(silos.Other(zombie));
        await ClusterConnection.Until("the study to go on elsewhere", async () => (await other.Events("zombie")).Any(e => e.Kind == StudyEventKind.Activated && e.At > stopped));
        await zombie.Signal("CONT");

        // It had a coordinator and a run: it learns that it was declared dead, counts nothing and ends by itself.
        int code = await zombie.WaitForExit(TimeSpan.FromMinutes(2));
        output.WriteLine($"the zombie ended by itself with code {code}");
        StudyResult result = await other.Result("zombie");
        List<StudyEvent> events = await other.Events("zombie");
        Measure("active elsewhere", stopped, events.First(e => e.Kind == StudyEventKind.Activated && e.At > stopped));
        await AssertSurvived(other, expected, result, events);
    }

    /// <summary>The middle of an outer step, or of a later one if it was not seen there: early enough for the blow to find the runs under way.</summary>
    private static Func<StudyStatus, bool> InTheMiddleOf(int step) => status =>
        status.OuterStep >= step && status.OuterStep < status.OuterSteps && status.Replicas.Length == 2 && status.Replicas.All(replica => replica.State == ReplicaState.Running && replica.InnerStep is > 10 and < 170);

    /// <summary>Submits the subject and waits for the middle of its second outer step, with a replica on each silo.</summary>
    /// <returns>The silo of its coordinator.</returns>
    private async Task<SiloProcess> Begin(ClusterConnection cluster, string name)
    {
        await cluster.Study(name).Submit(TwoSilos.Subject(name));
        StudyStatus status = await cluster.WaitFor(name, "the middle of outer step 1", InTheMiddleOf(1));
        Assert.Equal(2, status.Replicas.Select(replica => silos.At(replica.Device!)).Distinct().Count());
        SiloAddress? address = null;
        await ClusterConnection.Until("the coordinator's address", async () => (address = await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(cluster.Study(name))) is not null);
        return silos.At(address!.ToParsableString());
    }

    private void Measure(string what, DateTimeOffset since, StudyEvent happened) =>
        output.WriteLine($"{what} {(happened.At - since).TotalSeconds:F1} s later, with {TwoSilos.DetectionSettings}: {happened.Message}");

    private async Task AssertSurvived(ClusterConnection cluster, StudyResult expected, StudyResult result, List<StudyEvent> events)
    {
        output.WriteLine(string.Join(Environment.NewLine, events.Select(e => $"{e.At:HH:mm:ss.f} {e.Kind}: {e.Message}")));
        Outcomes.AssertSame(expected, result);
        Assert.Equal(expected.OuterSteps.Length, events.Count(e => e.Kind == StudyEventKind.OuterStepCompleted));
        Assert.Equal(events.Select(e => e.Sequence).Order().Distinct(), events.Select(e => e.Sequence));
        await cluster.UntilNoSlotIsLeased();
    }
}
