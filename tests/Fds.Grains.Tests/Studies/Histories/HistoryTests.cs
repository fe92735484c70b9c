using System.Globalization;
using Fds.Contracts.Studies;
using Fds.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies.Histories;

/// <summary>Whatever is lost, late, twice or out of order, a study has the history that it has when nothing is.</summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Schedules = 2500;

    /// <summary>Studies that other studies belong to have a world for each of these, and so fewer histories.</summary>
    public static TheoryData<string, int> Kinds => new()
    {
        { "outer loop", Schedules }, { "adam", Schedules }, { "shares", Schedules }, { "search", Schedules }, { "measurement", Schedules },
        { "found start", Schedules / 2 }, { "confirmed search", Schedules / 2 },
        { "comparison", Schedules / 2 }, { "population", Schedules / 2 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Study_InAWorldOfTrouble_HasTheHistoryOfOneWithout(string kind, int schedules)
    {
        StudySubmission study = TestStudies.Submission(Study(kind));
        string wanted = History(new HistoryWorld(study, seed: 0, trouble: 0).Run());
        Assert.Contains("Succeeded", wanted, StringComparison.Ordinal);
        InTrouble(study, schedules, record => Assert.Equal(wanted, History(record)));
    }

    /// <summary>Which replicas an outer step waits for depends on when they come in. What it makes of those that it waited for does not.</summary>
    [Fact]
    public void Quorum_InAWorldOfTrouble_CountsThoseThatItWaitedForAndNoOthers()
    {
        const int Quorum = 2;
        StudySpecification study = TestStudies.Specification("quorum", steps: 3, seeds: 4);
        study = study with { Seeds = study.Seeds with { Quorum = Quorum, Grace = TimeSpan.FromSeconds(0.5) } };
        int leftBehind = 0;
        InTrouble(TestStudies.Submission(study), Schedules, record =>
        {
            Assert.Equal((StudyState.Succeeded, 3), (record.State, record.History.Count));
            foreach (OuterStepRecord step in record.History)
            {
                int[] waitedFor = [.. step.Replicas.Where(replica => replica.State == ReplicaState.Completed).Select(replica => replica.Key.Replica)];
                Assert.InRange(waitedFor.Length, Quorum, 4);
                Assert.Equal(waitedFor.Length, step.Contributing);
                for (int value = 0; value < step.Readings.Length; value++)
                {
                    Assert.Equal(waitedFor.Average(replica => HistoryRun.Hypergradient(replica, step.Index)[value]), step.Readings[value].Hypergradient!.Value, 12);
                }

                Interlocked.Add(ref leftBehind, 4 - waitedFor.Length);
            }
        });
        Assert.True(leftBehind > Schedules, $"Only {leftBehind} replicas were left behind.");
    }

    private void InTrouble(StudySubmission study, int schedules, Action<StudyRecord> check)
    {
        long troubles = 0;
        Parallel.For(1, schedules + 1, seed =>
        {
            HistoryWorld world = new(study, seed, trouble: 1);
            try
            {
                check(world.Run());
                Assert.All(world.Counted, pair => Assert.True(pair.Value == 1, $"{pair.Key} was counted {pair.Value} times."));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{study.Specification.Name}, seed {seed}: {e.Message}", e);
            }

            Interlocked.Add(ref troubles, world.Troubles);
        });
        output.WriteLine($"{schedules} histories with {(double)troubles / schedules:F1} troubles each");
        Assert.True(troubles > 3 * schedules, "There is too little trouble for this test to mean anything.");
    }

    private static StudySpecification Study(string kind)
    {
        StudySpecification study = TestStudies.Specification(kind.Replace(' ', '-'), steps: 3);
        return kind switch
        {
            "adam" => AdamOuterRuleTests.Adam(study),
            "found start" => WithStart(AdamOuterRuleTests.Adam(study)),
            "confirmed search" => study with { Methods = [StudyMethod.Random], Search = new() { Trials = 4, Confirm = new() { OfSearches = true, Best = 2, Seeds = 2 } } },
            "shares" => study with { Resources = study.Resources with { ColumnShards = 2 }, Inner = study.Inner with { Chunk = 1 } },
            "search" => study with { Methods = [StudyMethod.Random], Search = new() { Trials = 8 } },
            "comparison" => study with { Methods = [StudyMethod.Fds, StudyMethod.Random], Search = new() { Trials = 4 } },
            "population" => study with { Population = new() { Members = 2, ReplaceEvery = 1 } },
            "measurement" => study with { Fluctuation = new() { Runs = 4 }, Retrain = new() { Seeds = 0 } },
            _ => study,
        };
    }

    /// <summary>The weight decay alone is found: that is two candidates, of two runs each.</summary>
    private static StudySpecification WithStart(StudySpecification study) =>
        study with { Hyperparameters = study.Hyperparameters with { WeightDecay = study.Hyperparameters.WeightDecay with { Auto = true } } };

    /// <summary>What must be the same: not what attempts cost that came to nothing, nor when and where things were done.</summary>
    private static string History(StudyRecord record)
    {
        static string words(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        IEnumerable<string> lines =
        [
            $"{record.State}: {record.Reason}",
            .. record.History.Select(step => $"step {step.Index}: {step.Contributing}, {step.ValidationLoss:R}, {words(step.Schedule.LearningRate)}, {words(step.Schedule.WeightDecay)}, {words(step.Readings.Select(reading => reading.Hypergradient!.Value))}"),
            .. record.Members.Select(member => $"member {member.Status.Study}: {member.Status.State}, {member.Status.BestValidationLoss:R}, {words(member.Start.Select(value => value.Value))}"),
            .. record.Methods.Select(method => $"method {method.Method}: {method.State}, {method.ValidationLoss:R}, {words(method.Schedule?.LearningRate ?? [])}"),
            $"start {words(record.Start?.WeightDecay ?? [])}",
            $"values {words(record.Values.Select(value => value.Value))}",
            .. record.AllTrials.OrderBy(trial => trial.Number).Select(trial => $"trial {trial.Number}: {trial.State}, {trial.ValidationLoss:R}, {words(trial.Values)}"),
            $"best {record.Incumbent?.Trial}",
            .. record.Candidates.Select(candidate => $"candidate {candidate.Name}, {candidate.IsChosen}: {words(candidate.Losses)}"),
            .. record.Retrainings.Select(run => $"retraining {run.Schedule} {run.Seed}: {run.State}, {run.TestAccuracy:R}"),
            .. record.Phase == StudyPhase.Finished ? record.Work.Select(item => $"{item.Key}: {item.State}, {words(item.Report?.Hypergradient ?? [])}") : [],
            .. record.Events.Where(happened => happened.Kind == StudyEventKind.OuterStepCompleted).Select(happened => happened.Message.Split(", ")[0]),
        ];
        return string.Join('\n', lines);
    }
}
