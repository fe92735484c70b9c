using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies;
using Fds.Studies.Plans.Confirming;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;
using Fds.Studies.Work;
using Xunit;

namespace Fds.Grains.Tests.Studies;

public sealed class AdamOuterRuleTests
{
    private static readonly StudySpecification Study = Adam(TestStudies.Specification());
    private static readonly IOuterRule Rule = OuterRules.Of(Study);
    private static readonly ImmutableArray<LearnedValue> Start = OuterLoop.Initial(Study);

    /// <summary>The study on each kind's own scale.</summary>
    internal static StudySpecification Adam(StudySpecification study) => study with
    {
        Hyperparameters = study.Hyperparameters with
        {
            LearningRate = study.Hyperparameters.LearningRate with { Scale = ValueScale.Log, Step = 0.1, Minimum = 1e-3 },
            WeightDecay = study.Hyperparameters.WeightDecay with { Scale = ValueScale.Log, Step = 0.1, Minimum = 1e-4 },
        },
        Outer = study.Outer with { Rule = OuterRule.Adam },
        Search = study.Search with { Confirm = new() { Best = 6, Seeds = 2 } },
    };

    [Fact]
    public void FirstStep_IsAsLongForEveryValue_OnItsScale()
    {
        OuterUpdate update = Rule.Update(Start, OuterSteps.Evidence(Start, [TestStudies.Gradient(1e-3, -3, 5), TestStudies.Gradient(1e-3, -1, 7)]));
        Assert.Equal([0.5 * Math.Exp(-0.1), 0.5 * Math.Exp(0.1), 0.75, 0.25 * Math.Exp(-0.1)], update.Values.Select(value => value.Value), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Null(update.Unstable);
        Assert.Equal([-2.0, 2.0], [update.Readings[1].Hypergradient!.Value, update.Readings[1].SignalToNoise!.Value]);
    }

    [Fact]
    public void ReplicaFarFromTheOthers_DecidesNothing()
    {
        OuterUpdate update = Rule.Update(Start, OuterSteps.Evidence(Start, [TestStudies.Gradient(1, 1, 1), TestStudies.Gradient(1, 1, 1), TestStudies.Gradient(-1e6, -1e6, -1e6)]));
        Assert.All(update.Values.Where(value => value.Learned), value => Assert.True(value.Value < Start[0].Value));
        Assert.Equal(3, update.Lengths.Length);
        Assert.Equal(1e6, update.Lengths[2] / update.Lengths[0], 1e-3);
    }

    [Fact]
    public void LossOutOfLine_LowersLearningRatesInsteadOfFollowing()
    {
        OuterStepRecord before = Step([0.20, 0.21, 0.19, 0.2]);
        OuterEvidence evidence = OuterSteps.Evidence(Start, [TestStudies.Gradient(-1, -1, -1), TestStudies.Gradient(-1, -1, -1)]) with { Losses = [0.2, 0.9], History = [before], InnerSteps = before.InnerSteps };
        OuterUpdate update = Rule.Update(Start, evidence);
        Assert.Equal("a replica's loss was 0.9, where 0.2 ± 0.015 is usual", update.Unstable);
        Assert.Equal([0.5 * Math.Exp(-0.4), 0.5 * Math.Exp(-0.4), 0.75, 0.25], update.Values.Select(value => value.Value), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void LossesOfAnotherHorizon_SayNothingOfWhatIsUsual()
    {
        OuterEvidence evidence = OuterSteps.Evidence(Start, [TestStudies.Gradient(-1, -1, -1), TestStudies.Gradient(-1, -1, -1)]) with { Losses = [0.2, 0.9], History = [Step([0.20, 0.21, 0.19, 0.2]) with { InnerSteps = 7 }] };
        Assert.Null(Rule.Update(Start, evidence).Unstable);
    }

    [Fact]
    public void Forecast_HasTheFreshRunsOfAllCandidates()
    {
        Assert.Equal(6 * 2 * 100, CostForecast.OfConfirming(Study, 100));
        Assert.Equal(0, CostForecast.OfConfirming(TestStudies.Specification(), 100));
    }

    [Fact]
    public void ReplicaThatDiverged_LowersLearningRates_EvenAtTheFirstStep()
    {
        OuterUpdate update = Rule.Update(Start, OuterSteps.Evidence(Start, [TestStudies.Gradient(-1, -1, -1)]) with { Lost = 1 });
        Assert.Equal("1 of 2 replicas diverged or collapsed", update.Unstable);
        Assert.True(update.Values[0].Value < 0.5);
    }

    [Fact]
    public void Margin_SpreadsReplicasAroundTheSchedule()
    {
        IOuterRule rule = OuterRules.Of(Study with { Outer = Study.Outer with { Margin = 0.2 } });
        Assert.Equal(0.5 * Math.Exp(-0.2), rule.OfReplica(Start, 0, 0)!.LearningRate[0], 12);
        Assert.Equal(0.5 * Math.Exp(0.2), rule.OfReplica(Start, 1, 0)!.LearningRate[1], 12);
        Assert.Equal([0.25], rule.OfReplica(Start, 1, 0)!.WeightDecay);
        Assert.Null(Rule.OfReplica(Start, 1, 0));
    }

    [Fact]
    public void SignRule_OnALogarithmicScale_StepsByRatios()
    {
        StudySpecification study = Study with { Outer = Study.Outer with { Rule = OuterRule.Sign } };
        Assert.Equal(0.5 * Math.Exp(-0.1), OuterSteps.Update(study, Start, [TestStudies.Gradient(3, 1, 1)]).Values[0].Value, 12);
    }

    [Fact]
    public void Choice_IsByTheMeanLossAndItsError_SoThatUnsureCandidatesLose()
    {
        ImmutableArray<CandidateRecord> chosen = Candidates.Choose(
            [Candidate("start", 0.30, 0.31), Candidate("steady", 0.20, 0.21), Candidate("unsure", 0.05, 0.34), Candidate("diverged", 0.01, double.PositiveInfinity), Candidate("not in")]);
        Assert.Equal(["steady"], chosen.Where(candidate => candidate.IsChosen).Select(candidate => candidate.Name));
        Assert.DoesNotContain(Candidates.Choose([Candidate("not in")]), candidate => candidate.IsChosen);
    }

    [Fact]
    public void Candidates_AreTheStart_Averages_TheLast_AndTheBest_EachOnce()
    {
        StudyRecord record = Record();
        record.Values = [.. Start.Select(value => value.Learned ? value with { Value = 0.125 } : value)];
        record.History = [Step([0.5, 0.5]) with { Schedule = Schedule(0.5) }, Step([0.2, 0.2]) with { Schedule = Schedule(0.25), ValidationLoss = 0.2 }];
        ImmutableArray<CandidateRecord> candidates = Candidates.OfLearning(record);
        Assert.Equal(["start", "mean of the last quarter", "mean of the second half", "last, with learning rates × 0.8", "lowest loss"], candidates.Select(candidate => candidate.Name));
        Assert.Equal(0.125, candidates[1].Schedule.LearningRate[0], 12);
        Assert.Equal(Math.Sqrt(0.25 * 0.125), candidates[2].Schedule.LearningRate[0], 12);
        Assert.Equal([0.75], candidates[2].Schedule.Momentum);
        Assert.Equal(0.8 * 0.125, candidates[3].Schedule.LearningRate[0], 12);
    }

    [Theory]
    [InlineData(0.02, "Better than its start by 2.00 ± 0.06 points of test accuracy over 3 paired retrainings: use the learned schedule.")]
    [InlineData(-0.02, "Worse than its start by 2.00 ± 0.06 points of test accuracy over 3 paired retrainings: keep your schedule.")]
    [InlineData(0.0006, "No significant difference from its start over 3 paired retrainings (+0.06 ± 0.06 points): keep your schedule. About 12 retrainings would tell whether a difference of that size is real.")]
    public void Verdict_TellsHowToGoOn(double difference, string expected)
    {
        StudyRecord record = Record();
        record.Candidates = [Candidate("last", 0.2, 0.2) with { IsChosen = true }, Candidate("start", 0.3, 0.3)];
        double[] noise = [0.001, -0.001, 0];
        record.Retrainings =
        [
            .. Enumerable.Range(0, 3).Select(seed => Retraining(RetrainedSchedule.Learned, seed, 0.9 + (0.01 * seed) + difference + noise[seed])),
            .. Enumerable.Range(0, 3).Select(seed => Retraining(RetrainedSchedule.Initial, seed, 0.9 + (0.01 * seed))),
        ];
        Assert.Equal(expected, VerdictSentence.Of(record));
    }

    [Fact]
    public void Verdict_WhereTheStartIsChosen_IsToKeepIt()
    {
        StudyRecord record = Record();
        record.Candidates = [Candidate("start", 0.2, 0.2) with { IsChosen = true }, Candidate("last", 0.3, 0.3)];
        Assert.Equal("Keep your schedule: over 2 fresh runs, none of the 1 learned schedules has a lower validation loss.", VerdictSentence.Of(record));
    }

    /// <summary>Of a task without accuracy the verdict is on test loss, of which less is better.</summary>
    [Fact]
    public void Verdict_WhereThereIsNoAccuracy_IsOnTestLoss()
    {
        StudyRecord record = Record();
        record.Candidates = [Candidate("start", 0.3, 0.3), Candidate("last", 0.2, 0.2) with { IsChosen = true }];
        RetrainRecord Run(RetrainedSchedule schedule, int seed, double loss, ReplicaState state = ReplicaState.Completed) =>
            Retraining(schedule, seed, double.NaN) with { TestLoss = loss, State = state, PriorLoss = state == ReplicaState.Completed ? 1 : null };

        record.Retrainings = [Run(RetrainedSchedule.Learned, 0, 0.25), Run(RetrainedSchedule.Learned, 1, 0.125), Run(RetrainedSchedule.Initial, 0, 0.5), Run(RetrainedSchedule.Initial, 1, double.NaN, ReplicaState.Diverged)];
        Assert.Equal("No significant difference from its start over 2 paired retrainings (-0.562 ± 0.312): keep your schedule. About 3 retrainings would tell whether a difference of that size is real.", VerdictSentence.Of(record));
        record.Retrainings = [Run(RetrainedSchedule.Learned, 0, 0.25), Run(RetrainedSchedule.Learned, 1, 0.125), Run(RetrainedSchedule.Initial, 0, 0.5), Run(RetrainedSchedule.Initial, 1, 0.5)];
        Assert.Equal("Better than its start by 0.312 ± 0.0625 of test loss over 2 paired retrainings: use the learned schedule.", VerdictSentence.Of(record));
        record.Retrainings = [Run(RetrainedSchedule.Learned, 0, 0.25), Run(RetrainedSchedule.Initial, 0, 0.5)];
        Assert.Equal("Test loss differs from that of the start by -0.25 over one retraining each: too few to tell. Raise retrain.seeds.", VerdictSentence.Of(record));
        Assert.Equal((null, 0.25), (StudyProjection.TestAccuracy(record), StudyProjection.TestLoss(record)));
    }

    private static StudyRecord Record() => new() { Submission = TestStudies.Submission(Study), Values = Start };

    private static KindMap<ImmutableArray<double>> Schedule(double rate) => new() { LearningRate = [rate, rate], Momentum = [0.75], WeightDecay = [0.25] };

    private static CandidateRecord Candidate(string name, params double[] losses) => new() { Name = name, Schedule = Schedule(0.5), Losses = [.. losses], Accuracies = [.. losses.Select(loss => 1 - loss)] };

    private static OuterStepRecord Step(double[] losses) => new()
    {
        Index = 0, InnerSteps = 8, Readings = [], Schedule = Schedule(0.5), Contributing = losses.Length, Replicas = [], ValidationLoss = losses.Average(), ValidationAccuracy = 0.5, GradientSteps = 1, Seconds = 1, Losses = [.. losses],
    };

    private static RetrainRecord Retraining(RetrainedSchedule schedule, int seed, double accuracy) => new()
    {
        Schedule = schedule, Seed = seed, State = ReplicaState.Completed, TestLoss = 0.1, TestAccuracy = accuracy, InnerSteps = 8, GradientSteps = 8, Seconds = 1,
    };
}
