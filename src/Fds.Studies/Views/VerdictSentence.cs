using Fds.Contracts.Studies;
using Fds.Core.HyperOptimisation;
using Fds.Studies.Plans.Confirming;
using static System.FormattableString;

namespace Fds.Studies.Views;

/// <summary>The verdict on what a study learned, in one sentence that a person can act on.</summary>
internal static class VerdictSentence
{
    /// <summary>Number of standard errors from which a difference counts.</summary>
    private const double Significant = 2;

    /// <summary>The most retrainings that a verdict suggests, because nobody would run more.</summary>
    private const double MostRuns = 1000;

    /// <summary>The verdict; null for a study that has no start to compare with.</summary>
    public static string? Of(StudyRecord state)
    {
        if (!state.Specification.Methods.Contains(StudyMethod.Fds) || Candidates.Chosen(state) is not { } chosen)
        {
            return null;
        }

        if (chosen.Name == CandidateRecord.Start)
        {
            return $"Keep {(state.Start is null ? "your schedule" : "the schedule that the study found to begin with")}: over {chosen.Losses.Length} fresh runs, none of the {state.Candidates.Length - 1} learned schedules has a lower validation loss.";
        }

        TestMeasure measure = TestMeasure.Of(state.Retrainings);
        double[] differences = [.. Gains(state, measure)];
        if (differences.Length == 0)
        {
            return null;
        }

        ReplicaAverage average = ReplicaAverage.Of(differences);
        string runs = differences.Length == 1 ? "one retraining each" : $"{differences.Length} paired retrainings";
        if (average.StandardError is not { } error)
        {
            return Invariant($"{Capital(measure.Name)} differs from that of the start by {measure.Signed(measure.Difference(average.Value))}{Points(measure)} over {runs}: too few to tell. Raise retrain.seeds.");
        }

        string figures = $"{measure.Amount(Math.Abs(average.Value))} ± {measure.Amount(error)} {measure.Unit} over {runs}";
        if (average.Value > Significant * error)
        {
            return $"Better than its start by {figures}: use the learned schedule.";
        }

        if (average.Value < -Significant * error)
        {
            return $"Worse than its start by {figures}: keep your schedule.";
        }

        double needed = average.Value == 0 ? double.PositiveInfinity : differences.Length * Math.Pow(Significant * error / average.Value, 2);
        string more = needed <= MostRuns ? Invariant($" About {Math.Ceiling(needed):F0} retrainings would tell whether a difference of that size is real.") : "";
        return $"No significant difference from its start over {runs} ({measure.Signed(measure.Difference(average.Value))} ± {measure.Amount(error)}{Points(measure)}): keep your schedule.{more}";
    }

    private static string Capital(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";

    private static string Points(TestMeasure measure) => measure == TestMeasure.Accuracy ? " points" : "";

    /// <summary>By how much the learned schedule is better than the start, seed by seed. A diverged retraining counts as a constant guess.</summary>
    private static IEnumerable<double> Gains(StudyRecord state, TestMeasure measure)
    {
        Dictionary<int, RetrainRecord> start = state.Retrainings.Where(run => run.Schedule == RetrainedSchedule.Initial).ToDictionary(run => run.Seed);
        double? guess = measure.ConstantGuess(state.Data, state.Retrainings);
        double? Figure(RetrainRecord run) => run.State switch
        {
            ReplicaState.Completed => measure.Of(run),
            ReplicaState.Diverged => guess,
            _ => null,
        };
        return from run in state.Retrainings
               where run.Schedule == RetrainedSchedule.Learned && start.ContainsKey(run.Seed)
               let learned = Figure(run)
               let begun = Figure(start[run.Seed])
               where learned is not null && begun is not null
               select measure.Gain(learned.Value, begun.Value);
    }
}
