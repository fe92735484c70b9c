using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Trials;

namespace Fds.Studies.Plans.Starting;

/// <summary>The schedules among which <c>initial: auto</c> chooses, and in how many runs.</summary>
internal static class StartCandidates
{
    /// <summary>Runs of each candidate in the first round.</summary>
    public const int Runs = 2;

    /// <summary>Candidates in the second round: two runs choose badly near the edge of stability.</summary>
    public const int Finalists = 4;

    /// <summary>Runs of each finalist in the second round.</summary>
    public const int FinalRuns = 8;

    /// <summary>The runs of a candidate have learning rates that are lower by up to a fifth, or higher, so that no start lies at the edge of stability.</summary>
    public const double Margin = 0.2;

    /// <summary>Every shape and peak of the learning rate, momentum and weight decay of <see cref="HandSchedules"/> for the kinds that leave their start open.</summary>
    public static ImmutableArray<CandidateRecord> Of(StudySpecification study) =>
        [.. HandSchedules.Of(study, kind => study.Hyperparameters[kind].Auto).Select(hand => new CandidateRecord { Name = hand.Name, Schedule = hand.Schedule })];

    /// <summary>Number of all runs; 0 where the study leaves no start open.</summary>
    public static int AllRuns(StudySpecification study)
    {
        int candidates = study.FindsStart ? Of(study).Length : 0;
        return (candidates * Runs) + (Math.Min(candidates, Finalists) * FinalRuns);
    }
}
