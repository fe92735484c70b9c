using System.Globalization;
using Fds.Contracts.Studies;
using Fds.Studies;
using Xunit;

namespace Fds.Grains.Tests.Studies.Histories;

/// <summary>Whatever is lost, late, twice or out of order, a study has the history that it has when nothing is.</summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    private const int Schedules = 2500;

    public static TheoryData<string> Kinds => ["outer loop", "adam", "shares", "search", "measurement"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Study_InAWorldOfTrouble_HasTheHistoryOfOneWithout(string kind)
    {
        StudySpecification study = Study(kind);
        string wanted = History(new HistoryWorld(study, seed: 0, trouble: 0).Run());
        Assert.Contains("Succeeded", wanted, StringComparison.Ordinal);
        long troubles = 0;
        Parallel.For(1, Schedules + 1, seed =>
        {
            HistoryWorld world = new(study, seed, trouble: 1);
            try
            {
                Assert.Equal(wanted, History(world.Run()));
                Assert.All(world.Counted, pair => Assert.True(pair.Value == 1, $"{pair.Key} was counted {pair.Value} times."));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{kind}, seed {seed}: {e.Message}", e);
            }

            Interlocked.Add(ref troubles, world.Troubles);
        });
        output.WriteLine($"{Schedules} histories with {(double)troubles / Schedules:F1} troubles each");
        Assert.True(troubles > 3 * Schedules, "There is too little trouble for this test to mean anything.");
    }

    private static StudySpecification Study(string kind)
    {
        StudySpecification study = TestStudies.Specification(kind.Replace(' ', '-'), steps: 3);
        return kind switch
        {
            "adam" => AdamOuterRuleTests.Adam(study),
            "shares" => study with { Resources = study.Resources with { ColumnShards = 2 }, Inner = study.Inner with { Chunk = 1 } },
            "search" => study with { Methods = [StudyMethod.Random], Search = new() { Trials = 8 } },
            "measurement" => study with { Fluctuation = new() { Runs = 4 }, Retrain = new() { Seeds = 0 } },
            _ => study,
        };
    }

    /// <summary>What must be the same: not what attempts cost that came to nothing, nor when and where things were done.</summary>
    private static string History(StudyRecord record)
    {
        static string words(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
        IEnumerable<string> lines =
        [
            $"{record.State}: {record.Reason}",
            .. record.History.Select(step => $"step {step.Index}: {step.Contributing}, {step.ValidationLoss:R}, {words(step.Schedule.LearningRate)}, {words(step.Schedule.WeightDecay)}, {words(step.Readings.Select(reading => reading.Hypergradient!.Value))}"),
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
