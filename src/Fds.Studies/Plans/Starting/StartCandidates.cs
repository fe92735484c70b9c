using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Trials;

namespace Fds.Studies.Plans.Starting;

/// <summary>The schedules among which <c>initial: auto</c> chooses.</summary>
internal static class StartCandidates
{
    /// <summary>Runs of each candidate.</summary>
    public const int Runs = 2;

    /// <summary>One of the two runs has learning rates that are lower by a fifth, the other higher, so that no start lies at the edge of stability.</summary>
    public const double Margin = 0.2;

    /// <summary>Every shape and peak of the learning rate, momentum and weight decay of <see cref="HandSchedules"/> for the kinds that leave their start open.</summary>
    public static ImmutableArray<CandidateRecord> Of(StudySpecification study) =>
        [.. HandSchedules.Of(study, kind => study.Hyperparameters[kind].Auto).Select(hand => new CandidateRecord { Name = hand.Name, Schedule = hand.Schedule })];
}
