using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>What real silos send of a study to an OTLP endpoint.</summary>
public sealed class TraceTests
{
    private const int OuterSteps = 5;
    private const int Replicas = 2;
    private static readonly string[] Slots = ["--Fds:SiloName=traced", "--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.200"];

    [Fact]
    public async Task Study_WhoseSiloIsKilledInTheMiddle_IsOneTraceOfStepsAndAttempts()
    {
        using TemporaryFolder folder = new();
        using OtlpReceiver receiver = new();
        await using (SiloProcess first = await SiloProcess.Start(folder.Path, settings: [.. Slots, .. receiver.Settings]))
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(first);
            await cluster.Study("study").Submit(Studies.Small("study", OuterSteps, innerSteps: 60));
            await ClusterConnection.Until("the end of two outer steps, as a span", () => Task.FromResult(Named("outer step").Count() >= 2));
            await first.Kill();
        }

        await using (SiloProcess second = await SiloProcess.Start(folder.Path, settings: [.. Slots, .. receiver.Settings]))
        {
            await using ClusterConnection cluster = await ClusterConnection.Open(second);
            Assert.Equal(StudyState.Succeeded, (await cluster.WaitFor("study", "its end", status => status.State != StudyState.Running)).State);
            await ClusterConnection.Until("metrics", () => Task.FromResult(receiver.HasMetrics));
            await second.Terminate();
        }

        ReceivedSpan study = Assert.Single(Named("study"));
        Assert.Equal(("", "study", "fds"), (study.Parent, study.Texts["fds.study"], study.Texts["fds.methods"]));
        Assert.All(receiver.Spans, span => Assert.Equal((study.Trace, "traced"), (span.Trace, span.Silo)));
        Assert.All(Named("outer step").Concat(Named("retraining")), step => Assert.Equal(study.Id, step.Parent));

        // What the first silo had ended but not yet sent was killed with it: a step and its attempts, or the attempts of a step that was sent.
        Assert.InRange(Named("outer step").Count(), OuterSteps - 1, OuterSteps + 1);

        // The span of the step under way was killed, too: what had already been sent of it is all that may be below nothing known.
        HashSet<string> steps = [.. Named("outer step").Concat(Named("retraining")).Select(step => step.Id)];
        ReceivedSpan[] attempts = [.. Named("attempt")];
        Assert.InRange(attempts.Count(attempt => !steps.Contains(attempt.Parent)), 0, 2 * Replicas);
        Assert.InRange(attempts.Count(attempt => steps.Contains(attempt.Parent) && attempt.Texts["fds.outcome"] == "Completed"), (OuterSteps - 2) * Replicas, (OuterSteps + 1) * Replicas);
        Assert.All(attempts, attempt => Assert.StartsWith("traced/", attempt.Texts["fds.device"]));

        IEnumerable<ReceivedSpan> Named(string name) => receiver.Spans.Where(span => span.Name == name);
    }

    [Fact]
    public async Task Silo_WithoutAnEndpoint_RunsAsEver()
    {
        using TemporaryFolder folder = new();
        using OtlpReceiver receiver = new();
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: [.. Slots, .. receiver.Settings[1..]]);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study("study").Submit(Studies.Quadratic("study"));
        await cluster.Result("study");
        await silo.Terminate();
        Assert.Empty(receiver.Spans);
        Assert.False(receiver.HasMetrics);
    }
}
