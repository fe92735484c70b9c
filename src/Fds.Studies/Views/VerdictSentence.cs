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

        double[] differences = [.. Pairs(state)];
        if (differences.Length == 0)
        {
            return null;
        }

        ReplicaAverage average = ReplicaAverage.Of(differences);
        string runs = differences.Length == 1 ? "one retraining each" : $"{differences.Length} paired retrainings";
        if (average.StandardError is not { } error)
        {
            return Invariant($"Test accuracy differs from that of the start by {Signed(average.Value)} points over {runs}: too few to tell. Raise retrain.seeds.");
        }

        string figures = Invariant($"{100 * Math.Abs(average.Value):0.00} ± {100 * error:0.00} points of test accuracy over {runs}");
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
        return $"No significant difference from its start over {runs} ({Invariant($"{Signed(average.Value)} ± {100 * error:0.00}")} points): keep your schedule.{more}";
    }

    /// <summary>A difference in points with its sign; one that rounds to 0 has none, by the third part of the format.</summary>
    private static string Signed(double difference) => Invariant($"{100 * difference:+0.00;-0.00;0.00}");

    /// <summary>Test accuracy of the learned schedule minus that of the start, seed by seed. A diverged retraining counts as a constant guess.</summary>
    private static IEnumerable<double> Pairs(StudyRecord state)
    {
        Dictionary<int, RetrainRecord> start = state.Retrainings.Where(run => run.Schedule == RetrainedSchedule.Initial).ToDictionary(run => run.Seed);
        double chance = state.Data is { Classes.Length: > 0 } data ? 1.0 / data.Classes.Length : 0;
        double Accuracy(RetrainRecord run) => run.State == ReplicaState.Completed ? run.TestAccuracy : chance;
        return from run in state.Retrainings
               where run.Schedule == RetrainedSchedule.Learned && start.ContainsKey(run.Seed)
               where IsIn(run) && IsIn(start[run.Seed])
               select Accuracy(run) - Accuracy(start[run.Seed]);
    }

    private static bool IsIn(RetrainRecord run) => run.State is ReplicaState.Completed or ReplicaState.Diverged;
}
