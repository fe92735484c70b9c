using Fds.Cluster.Tests.Processes;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>Every method on a real silo that is killed again and again: the same trials, to the last bit, as on one that is left alone.</summary>
public sealed class ComparisonTests(ITestOutputHelper output)
{
    private const string Name = "methods";

    private const string File = """
        apiVersion: fds/v1
        kind: Study
        metadata: {name: methods}
        spec:
          data: {name: quadratic}
          model: {name: quadratic}
          inner: {batchSize: 1, steps: 40}
          hyperparameters:
            learningRate: {windows: 2, initial: 0.05, step: 0.1, range: [0, 1]}
            momentum:     {windows: 1, initial: 0, step: 0.1, range: [0, 0.9]}
          outer: {steps: 3}
          methods: [fds, hd, greedy, rtho, marthe, random, tpe, gp, hyperband, bohb, asha, pbt]
          search: {costFactor: 2, maximumResource: 9, resume: true, population: 4}
          resources: {parallelism: 1}
          retrain: {seeds: 1}
        """;

    private static readonly string[] Settings = ["--Fds:Slots=2", "--Fds:ThreadsPerSlot=1", "--Fds:CheckpointInterval=00:00:00.2"];

    [Fact]
    public async Task EveryMethod_OnASiloThatIsKilledAgainAndAgain_MakesTheSameTrials()
    {
        using TemporaryFolder calm = new();
        StudyResult expected = await RunToItsEnd(calm);
        using TemporaryFolder rough = new();
        for (int kill = 0; kill < 4; kill++)
        {
            await using SiloProcess silo = await SiloProcess.Start(rough.Path, settings: Settings);
            await using ClusterConnection cluster = await ClusterConnection.Open(silo);
            await cluster.Study(Name).Submit(Submission());
            await Task.Delay(TimeSpan.FromSeconds(2 + kill), TimeProvider.System, TestContext.Current.CancellationToken);
            StudyStatus status = await cluster.Study(Name).GetStatus();
            output.WriteLine($"killed with {string.Join(", ", status.Members.Select(member => $"{member.Method.Word()} {member.State} {member.Trials}"))}");
            await silo.Kill();
        }

        StudyResult result = await RunToItsEnd(rough);
        Assert.Equal(StudyState.Succeeded, result.Status.State);
        Assert.Equal(expected.Methods.Select(method => method.Method), result.Methods.Select(method => method.Method));
        foreach ((MethodResult calmly, MethodResult roughly) in expected.Methods.Zip(result.Methods))
        {
            output.WriteLine($"{calmly.Method.Word()}: {calmly.Curve.Length} results at {calmly.Cost.GradientSteps} gradient steps, best {calmly.ValidationLoss}");
            Assert.NotEmpty(calmly.Curve);
            Assert.Equal(calmly.Curve.Select(point => (point.Number, point.ValidationLoss)), roughly.Curve.Select(point => (point.Number, point.ValidationLoss)));
            Assert.Equal(calmly.Trials.Select(Told), roughly.Trials.Select(Told));
            Assert.Equal(calmly.Schedule!.LearningRate, roughly.Schedule!.LearningRate);
            Assert.Equal(calmly.Retrainings.Select(run => run.TestLoss), roughly.Retrainings.Select(run => run.TestLoss));
        }

        // No method that may spend a multiple of the cost of fds spends more than that.
        double limit = 2 * result.Methods[0].Cost.GradientSteps;
        Assert.All(result.Methods.Where(method => method.Method.IsBlackBox()), method => Assert.InRange(method.Cost.GradientSteps, 1, limit));
    }

    private static (int Number, string Values, double Share, int? Parent, double Loss) Told(TrialRecord trial) =>
        (trial.Number, string.Join(' ', trial.Values), trial.Share, trial.Parent, trial.ValidationLoss);

    private static async Task<StudyResult> RunToItsEnd(TemporaryFolder folder)
    {
        await using SiloProcess silo = await SiloProcess.Start(folder.Path, settings: Settings);
        await using ClusterConnection cluster = await ClusterConnection.Open(silo);
        await cluster.Study(Name).Submit(Submission());
        await cluster.WaitFor(Name, "the end", status => status.State is not (StudyState.Running or StudyState.None), seconds: 240);
        return (await cluster.Study(Name).GetResult())!;
    }

    private static StudySubmission Submission() => new() { File = File, Specification = StudyFileReader.Read(File, "methods.yaml").Specification! };
}
