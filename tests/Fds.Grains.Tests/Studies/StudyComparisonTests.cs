using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Devices;
using Fds.Studies.Plans.Children;
using Xunit;

namespace Fds.Grains.Tests.Studies;

/// <summary>A study of several methods, each a study of its own.</summary>
[Collection(ChildStudyClusterTests.Name)]
public sealed class StudyComparisonTests(StudyCluster cluster)
{
    [Fact]
    public async Task Comparison_RunsEveryMethodWithinAMultipleOfTheCostOfFds()
    {
        StudySpecification study = Study("side-by-side", StudyMethod.Fds, StudyMethod.Random, StudyMethod.Rtho) with { Search = new() { CostFactor = 2 } };
        StudyStatus status = await Run(study);
        StudyResult result = (await cluster.Study(study.Name).GetResult().Reached("the result"))!;

        Assert.Equal((StudyState.Succeeded, null), (status.State, status.Reason));
        Assert.Equal([StudyMethod.Fds, StudyMethod.Random, StudyMethod.Rtho], result.Methods.Select(method => method.Method));
        Assert.Equal(["side-by-side-fds", "side-by-side-random", "side-by-side-rtho"], result.Methods.Select(method => method.Study));

        // Two outer steps of two replicas at 10 each; twice that for random search; three factors with two seeds for rtho.
        Assert.Equal([40.0, 80.0, 60.0], result.Methods.Select(method => method.Cost.GradientSteps));
        Assert.Equal([2, 8, 6], result.Methods.Select(method => method.Curve.Length));
        Assert.All(result.Methods, method => Assert.Equal(2, method.Retrainings.Count(run => run is { Schedule: RetrainedSchedule.Learned, State: ReplicaState.Completed })));

        // What fds learned is the study's own.
        Assert.Equal(2, result.OuterSteps.Length);
        Assert.Equal(result.Methods[0].Schedule!.LearningRate, result.Learned.LearningRate);
        Assert.Equal(0.5, status.TestAccuracy);
        Assert.Equal(result.Methods.Sum(method => method.Cost.GradientSteps + method.Retrainings.Sum(run => run.GradientSteps)), status.GradientSteps);
    }

    [Fact]
    public async Task Comparison_WhenOneMethodFails_SaysSoAndKeepsTheOthers()
    {
        StudySpecification study = Study("one-fails", StudyMethod.Random, StudyMethod.Tpe) with { Search = new() { Trials = 3 } };
        Script(study, order => order.Key.Study == "one-fails-tpe" ? new(RunOutcome.Diverged, "the loss was not finite") : Judged(order));
        await cluster.Submit(study);
        await cluster.Events(study.Name);

        StudyStatus status = await cluster.Study(study.Name).GetStatus().Reached("the status");
        Assert.Equal(StudyState.Succeeded, status.State);
        Assert.StartsWith("tpe failed: none of 3 trials has a validation loss", status.Reason, StringComparison.Ordinal);
        StudyResult result = (await cluster.Study(study.Name).GetResult().Reached("the result"))!;
        Assert.Equal(result.Methods[0].Schedule!.LearningRate, result.Learned.LearningRate);
    }

    [Fact]
    public async Task Comparison_OfWhichOneMethodCannotBeAskedForLong_GoesOnWithoutIt()
    {
        StudySpecification study = Study("one-silent", StudyMethod.Fds, StudyMethod.Random) with { Search = new() { Trials = 3 } };
        cluster.Survey.Say("one-silent-random", () => FixedSurvey.Ample with { Training = 8 });
        Script(study, Judged);
        await cluster.Submit(study);
        await StudyCluster.Until(async () => (await cluster.Study("one-silent-fds").GetStatus()).State == StudyState.Succeeded, "fds has ended");
        Assert.Equal(StudyState.Running, (await cluster.Study(study.Name).GetStatus().Reached("the status")).State);

        cluster.PassMeasured(TimeSpan.FromMinutes(10));
        await cluster.Events(study.Name);
        StudyResult result = (await cluster.Study(study.Name).GetResult().Reached("the result"))!;
        Assert.Equal((StudyState.Succeeded, StudyState.Failed), (result.Status.State, result.Methods[1].State));
        Assert.StartsWith("one-silent-random could not be reached for 10 minutes; the last reason: data.validationFraction is 0.05, which", result.Methods[1].Reason, StringComparison.Ordinal);
        Assert.StartsWith("random failed: one-silent-random could not be reached", result.Status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_WhenItIsCancelledAndDeleted_TakesItsMethodsAlong()
    {
        StudySpecification study = Study("dropped", StudyMethod.Fds, StudyMethod.Random) with { Search = new() { CostFactor = 1 } };
        Script(study, order => Judged(order), TimeSpan.FromMinutes(5));
        IStudyGrain grain = await cluster.Submit(study);
        await StudyCluster.Until(async () => (await cluster.Study("dropped-fds").GetStatus()).State == StudyState.Running, "fds runs");

        Assert.Equal(StudyState.None, (await cluster.Study("dropped-random").GetStatus().Reached("its status")).State);
        Assert.Equal(VerbOutcome.Done, (await grain.Pause("a pause").Reached("the pause")).Outcome);
        Assert.Equal(StudyState.Paused, (await cluster.Study("dropped-fds").GetStatus().Reached("its status")).State);
        Assert.Equal(VerbOutcome.Done, (await grain.Resume().Reached("the resumption")).Outcome);
        Assert.Equal(VerbOutcome.Refused, (await grain.Extend(new() { OuterSteps = 99 }).Reached("the extension")).Outcome);
        Assert.Equal(StudyState.Cancelled, (await grain.Cancel("enough").Reached("the cancellation")).State);
        Assert.Equal(StudyState.Cancelled, (await cluster.Study("dropped-fds").GetStatus().Reached("its status")).State);
        Assert.Equal(VerbOutcome.Done, (await grain.Delete(force: false).Reached("the deletion")).Outcome);
        Assert.Equal(StudyState.None, (await cluster.Study("dropped-fds").GetStatus().Reached("its status")).State);
    }

    /// <summary>What it had spent when it was last heard of is what the others have a multiple of.</summary>
    [Fact]
    public async Task Comparison_WhoseFdsIsDeletedWhileItLearns_LetsTheOthersBegin()
    {
        StudySpecification study = Study("bereaved", StudyMethod.Fds, StudyMethod.Random) with { Search = new() { CostFactor = 2 }, Retrain = new() { Seeds = 0 } };
        Script(study, Judged);
        cluster.Runner.Script("bereaved-fds", (order, stopping) =>
        {
            if (order.Key.OuterStep == 1)
            {
                stopping.WaitHandle.WaitOne();
                stopping.ThrowIfCancellationRequested();
            }

            return Judged(order);
        });
        IStudyGrain grain = await cluster.Submit(study);
        await StudyCluster.Until(async () => (await grain.GetStatus()).Members is [{ Learning.GradientSteps: 20 }, { State: StudyState.None }], "an outer step of fds is heard of");
        Assert.Equal(VerbOutcome.Done, (await cluster.Study("bereaved-fds").Delete(force: true).Reached("the deletion")).Outcome);
        await cluster.Events(study.Name);

        StudyResult result = (await grain.GetResult().Reached("the result"))!;
        Assert.Equal(StudyState.Succeeded, result.Status.State);
        Assert.Equal([(StudyState.Cancelled, 20.0), (StudyState.Succeeded, 40.0)], result.Methods.Select(method => (method.State, method.Cost.GradientSteps)));
    }

    [Fact]
    public async Task Comparison_WhenItIsCancelled_HasSpentWhatItsMethodsHad()
    {
        ManualDevices devices = await cluster.SubmitManually(Study("cut-short", StudyMethod.Fds, StudyMethod.Rtho));
        await StudyCluster.Until(async () => (await cluster.Study("cut-short-fds").GetStatus()).Replicas.Length == 2, "fds runs");
        ManualDevices fds = new(cluster.Study("cut-short-fds"), "cut-short-fds", cluster.Silo);
        await fds.Progress(fds.Key(0), ManualDevices.New(), spent: 7);

        StudyStatus status = await devices.Study.Cancel("enough").Reached("the cancelling");
        Assert.Equal((StudyState.Cancelled, 7.0), (status.State, status.GradientSteps));
    }

    [Fact]
    public async Task Comparison_WhoseMethodHasTheNameOfAnotherStudy_FailsAndLeavesThatAlone()
    {
        StudySpecification other = TestStudies.Specification("namesake-random", steps: 1, retrainings: 0);
        cluster.Runner.Script(other.Name, (order, _) => ScriptedRunner.Completed(order));
        await cluster.Submit(other);
        await cluster.Events(other.Name);
        StudySpecification study = Study("namesake", StudyMethod.Random) with { Methods = [StudyMethod.Tpe, StudyMethod.Random], Search = new() { Trials = 3 } };
        cluster.Runner.Script("namesake-tpe", (order, _) => Judged(order));
        IStudyGrain grain = await cluster.Submit(study);
        await cluster.Events(study.Name);

        StudyStatus status = await grain.GetStatus().Reached("the status");
        Assert.Equal(StudyState.Failed, status.State);
        Assert.StartsWith("there is already a study named namesake-random", status.Reason, StringComparison.Ordinal);
        Assert.Equal(StudyState.None, (await grain.GetResult().Reached("the result"))!.Methods[1].State);
        Assert.Equal(VerbOutcome.Done, (await grain.Delete(force: false).Reached("the deletion")).Outcome);
        Assert.Equal(StudyState.None, (await cluster.Study("namesake-tpe").GetStatus().Reached("its status")).State);
        Assert.Equal(StudyState.Succeeded, (await cluster.Study(other.Name).GetStatus().Reached("the other's status")).State);
    }

    [Theory]
    [InlineData(StudyMethod.Tpe, null, 60.0, 120.0)]
    [InlineData(StudyMethod.Tpe, 100.0, 60.0, 100.0)]
    [InlineData(StudyMethod.Tpe, 1000.0, 60.0, 120.0)]
    [InlineData(StudyMethod.Hd, 1000.0, 60.0, 1000.0)]
    [InlineData(StudyMethod.Fds, null, null, null)]
    public void Study_OfAMethod_HasTheSmallerOfItsBudgets(StudyMethod method, double? budget, double? costOfFds, double? expected)
    {
        StudySpecification study = Study("parent", StudyMethod.Fds, StudyMethod.Tpe, StudyMethod.Hd) with { Search = new() { CostFactor = 2 }, Budget = new() { GradientSteps = budget } };
        StudySpecification own = Comparison.Study(TestStudies.Submission(study), method, costOfFds).Specification;

        Assert.Equal(expected, own.Budget.GradientSteps);
        Assert.Equal([method], own.Methods);
        Assert.Null(own.Search.CostFactor);
        Assert.Equal($"parent-{method.Word()}", own.Name);
    }

    private static StudySpecification Study(string name, params StudyMethod[] methods) => TestStudies.Specification(name, retrainings: 2) with { Methods = [.. methods] };

    private async Task<StudyStatus> Run(StudySpecification study)
    {
        Script(study, Judged);
        await cluster.Submit(study);
        await cluster.Events(study.Name);
        return await cluster.Study(study.Name).GetStatus().Reached($"the status of {study.Name}");
    }

    private void Script(StudySpecification study, Func<WorkOrder, WorkResult> result, TimeSpan wait = default)
    {
        foreach (StudyMethod method in study.Methods)
        {
            cluster.Runner.Script(Comparison.Name(study.Name, method), (order, stopping) =>
            {
                if (wait > TimeSpan.Zero)
                {
                    stopping.WaitHandle.WaitOne(wait);
                    stopping.ThrowIfCancellationRequested();
                }

                return result(order);
            });
        }
    }

    private static WorkResult Judged(WorkOrder order) => order.Trial is null ? ScriptedRunner.Completed(order) : ScriptedRunner.Completed(order) with
    {
        Loss = 1 + (1.0 / (1 + order.Key.Replica)),
        Schedule = order.Specification.Method.IsGreedy() ? order.Schedule : null,
    };
}
