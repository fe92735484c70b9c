using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>A study whose only outer step takes some seconds, in forward mode and in reverse mode, and what each comes to when nothing happens to it.</summary>
public sealed class UndisturbedStudy : IAsyncLifetime
{
    public const string Name = "long-step";
    public const string ReverseName = "long-way-back";
    public const int InnerSteps = 500;

    /// <summary>How far a run in reverse mode says that it is when its weights are trained: out, out again and back cost 1, 1 and 3 gradient steps a step.</summary>
    public const int TurningPoint = InnerSteps / 5;

    public StudySubmission Submission { get; } = Studies.Small(Name, outerSteps: 1, innerSteps: InnerSteps);

    public StudyResult Result { get; private set; } = null!;

    public StudySubmission ReverseSubmission { get; } = Reverse(Studies.Small(ReverseName, outerSteps: 1, innerSteps: InnerSteps));

    public StudyResult ReverseResult { get; private set; } = null!;

    /// <summary>Settings of a silo that leaves checkpoints at an interval.</summary>
    public static string[] Settings(TimeSpan interval) =>
        ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:Heartbeat=00:00:00.100", $"--Fds:CheckpointInterval={interval:c}"];

    public async ValueTask InitializeAsync()
    {
        using TemporaryFolder folder = new();
        Result = await RunToItsEnd(folder, TimeSpan.FromHours(1), async cluster =>
        {
            // On the same silo, which takes seconds to start.
            await cluster.Study(ReverseName).Submit(ReverseSubmission);
            ReverseResult = await cluster.Result(ReverseName);
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs the study to its end on a new silo over a state folder.</summary>
    internal Task<StudyResult> RunToItsEnd(TemporaryFolder folder, TimeSpan interval, Func<ClusterConnection, Task>? first = null) => RunToItsEnd(Submission, folder, interval, first);

    /// <summary>Runs one of the studies to its end on a new silo over a state folder.</summary>
    internal static async Task<StudyResult> RunToItsEnd(StudySubmission study, TemporaryFolder folder, TimeSpan interval, Func<ClusterConnection, Task>? first = null)
    {
        string name = study.Specification.Name;
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: Settings(interval));
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(name).Submit(study);
        if (first is not null)
        {
            await first(cluster);
        }

        await cluster.WaitFor(name, "its end", status => status.State is not (StudyState.Running or StudyState.Paused));
        return (await cluster.Study(name).GetResult())!;
    }

    private static StudySubmission Reverse(StudySubmission study) => new()
    {
        File = study.File,
        Specification = study.Specification with { Inner = study.Specification.Inner with { HessianProductClamp = null, Mode = HypergradientMode.Reverse, ReverseMemory = ReverseMemory.Segments } },
    };
}
