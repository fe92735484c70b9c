using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>A study whose only outer step takes some seconds, and what it comes to when nothing happens to it.</summary>
public sealed class UndisturbedStudy : IAsyncLifetime
{
    public const string Name = "long-step";
    public const int InnerSteps = 500;

    public StudySubmission Submission { get; } = Studies.Small(Name, outerSteps: 1, innerSteps: InnerSteps);

    public StudyResult Result { get; private set; } = null!;

    /// <summary>Settings of a silo that leaves checkpoints at an interval.</summary>
    public static string[] Settings(TimeSpan interval) =>
        ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.100", $"--Fds:CheckpointInterval={interval:c}"];

    public async ValueTask InitializeAsync()
    {
        using TemporaryFolder folder = new();
        Result = await RunToItsEnd(folder, TimeSpan.FromHours(1));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs the study to its end on a new silo over a state folder.</summary>
    internal async Task<StudyResult> RunToItsEnd(TemporaryFolder folder, TimeSpan interval, Func<ClusterConnection, Task>? first = null)
    {
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: Settings(interval));
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(Name).Submit(Submission);
        if (first is not null)
        {
            await first(cluster);
        }

        await cluster.WaitFor(Name, "its end", status => status.State is not (StudyState.Running or StudyState.Paused));
        return (await cluster.Study(Name).GetResult())!;
    }
}
