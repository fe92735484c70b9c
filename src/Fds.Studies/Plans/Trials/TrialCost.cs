using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// What a trial will cost in gradient steps, from what the study's trials have shown: its inner steps and one evaluation, which costs the
/// same whatever the trial's share of the horizon. Where the horizon is in epochs and no trial has come to its end yet, it is the least
/// that it can be: a device does not begin a trial that costs more than it may, and says what it costs.
/// </summary>
internal static class TrialCost
{
    /// <summary>The cost as a device has said, or by what is known of other trials; null where nothing is.</summary>
    public static double? Of(StudyRecord state, WorkItem item) => item.Cost ?? OfLike(state, item.Trial!) ?? FromParts(state, item.Trial!);

    /// <summary>What one of the same length costs.</summary>
    private static double? OfLike(StudyRecord state, TrialOrder trial)
    {
        double share = Share(trial);
        return state.AllTrials.Where(other => Completed(other) && other.Share == share && other.Segment == trial.Segment).Select(other => (double?)other.GradientSteps)
            .Concat(state.Work.Where(other => other.IsOpenTrial && Share(other.Trial!) == share && other.Trial!.Segment == trial.Segment).Select(other => other.Cost))
            .FirstOrDefault(cost => cost is not null);
    }

    private static double? FromParts(StudyRecord state, TrialOrder trial)
    {
        StudySpecification study = state.Specification;
        TrialRecord[] done = [.. state.AllTrials.Where(Completed)];
        int? whole = Whole(study) ?? done.FirstOrDefault(other => TrialSearch.EndsTheHorizon(study, other))?.InnerSteps;
        int? steps = whole is { } known ? Steps(study, trial, known) : LeastSteps(study, trial, done);
        return steps + Evaluation(state, done, whole);
    }

    /// <summary>What a run from the beginning has cost beyond its steps, or what a device has said that one will.</summary>
    private static double? Evaluation(StudyRecord state, TrialRecord[] done, int? whole)
    {
        if (Array.Find(done, other => other.Segment == 0) is { } first)
        {
            return first.GradientSteps - first.InnerSteps;
        }

        return whole is { } known && state.Work.Find(other => other.IsOpenTrial && other.Cost is not null) is { } open
            ? open.Cost - Steps(state.Specification, open.Trial!, known)
            : null;
    }

    /// <summary>T of the whole horizon, where the study says it; null where it depends on how many examples there are.</summary>
    private static int? Whole(StudySpecification study)
    {
        Horizon horizon = SpecificationTranslation.LastHorizon(study);
        return SpecificationTranslation.IsQuadratic(study) ? SpecificationTranslation.Steps(study, horizon, examples: 0) : horizon.Steps;
    }

    /// <summary>The least that a trial can have, by the longest of those that have come to their end.</summary>
    private static int? LeastSteps(StudySpecification study, TrialOrder trial, TrialRecord[] done)
    {
        int? least = done.Max(other => (int?)(trial.Segments > 0 ? LeastBySegment(other, trial.Segments) : LeastByShare(study, other)));
        return trial.Segments > 0 ? least / trial.Segments : least is { } whole ? TrialTranslation.StepsWithin(study, trial, whole) : null;
    }

    /// <summary>The least horizon of which a segment ends where one did: segment i of n ends at ⌊(i + 1) T / n⌋.</summary>
    private static int LeastBySegment(TrialRecord trial, int segments) => (int)Math.Ceiling((double)trial.InnerSteps * segments / (trial.Segment + 1));

    /// <summary>The least horizon of which a share has the steps that one had: it is rounded up, and raised to the number of windows.</summary>
    private static int LeastByShare(StudySpecification study, TrialRecord trial) => trial.InnerSteps <= TrialTranslation.Windows(study)
        ? trial.InnerSteps
        : Math.Max(trial.InnerSteps, (int)((trial.InnerSteps - 1) / trial.Share * (1 + 1e-12)) + 1);

    private static int Steps(StudySpecification study, TrialOrder trial, int whole) => TrialTranslation.StepsOf(trial, TrialTranslation.StepsWithin(study, trial, whole));

    private static double Share(TrialOrder trial) => (double)trial.Resource / trial.MaximumResource;

    private static bool Completed(TrialRecord trial) => trial.State == ReplicaState.Completed;
}
