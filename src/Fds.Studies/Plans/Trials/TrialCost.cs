using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// Predicts a trial's cost in gradient steps from the study's earlier trials: its inner steps and one evaluation, which costs the
/// same whatever the trial's length. If the horizon is in epochs and no trial has ended yet, the prediction is a lower bound. That is
/// safe, because a device does not begin a trial that exceeds its limit, and reports the cost. A trial of a rung whose length follows from
/// its cost needs no prediction once the study knows its data.
/// </summary>
internal static class TrialCost
{
    /// <summary>The cost that a device reported, or an estimate from other trials; null if nothing is known.</summary>
    public static double? Of(StudyRecord state, WorkItem item) =>
        item.Cost ?? (item.Trial!.ByCost ? OfRung(state, item.Trial) : OfLike(state, item.Trial) ?? FromParts(state, item.Trial));

    private static double? OfRung(StudyRecord state, TrialOrder trial) => TrialSearch.Examples(state) is { } examples
        ? WorkCost.OfTrial(state.Specification, trial, examples)
        : trial.IsCut ? null : OfLike(state, trial);

    /// <summary>The cost of a trial of the same length.</summary>
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

    /// <summary>The cost of a run from the beginning beyond its steps, as observed or as a device predicted it.</summary>
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

    /// <summary>T of the whole horizon if the study gives it; null if it depends on the number of examples.</summary>
    private static int? Whole(StudySpecification study)
    {
        Horizon horizon = SpecificationTranslation.LastHorizon(study);
        return SpecificationTranslation.IsQuadratic(study) ? SpecificationTranslation.Steps(study, horizon, examples: 0) : horizon.Steps;
    }

    /// <summary>A lower bound of a trial's inner steps, from the longest trial that has ended.</summary>
    private static int? LeastSteps(StudySpecification study, TrialOrder trial, TrialRecord[] done)
    {
        int? least = done.Max(other => (int?)(trial.Segments > 0 ? LeastBySegment(other, trial.Segments) : LeastByShare(study, other)));
        return trial.Segments > 0 ? least / trial.Segments : least is { } whole ? TrialTranslation.Within(study, trial, whole).Horizon : null;
    }

    /// <summary>The least horizon of which a segment ends where one did: segment i of n ends at ⌊(i + 1) T / n⌋.</summary>
    private static int LeastBySegment(TrialRecord trial, int segments) => (int)Math.Ceiling((double)trial.InnerSteps * segments / (trial.Segment + 1));

    /// <summary>The least horizon of which a share has the steps that one had: it is rounded up, and raised to the number of windows.</summary>
    private static int LeastByShare(StudySpecification study, TrialRecord trial) => trial.InnerSteps <= TrialTranslation.Windows(study)
        ? trial.InnerSteps
        : Math.Max(trial.InnerSteps, (int)((trial.InnerSteps - 1) / trial.Share * (1 + 1e-12)) + 1);

    private static int Steps(StudySpecification study, TrialOrder trial, int whole) => TrialTranslation.Within(study, trial, whole).Count;

    private static double Share(TrialOrder trial) => (double)trial.Resource / trial.MaximumResource;

    private static bool Completed(TrialRecord trial) => trial.State == ReplicaState.Completed;
}
