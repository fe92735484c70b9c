using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Training;
using Fds.Studies.Plans.Learning;

namespace Fds.Studies.Numerics;

/// <summary>Translates a trial into the terms of the numerics: its horizon, its segment, its seeds.</summary>
internal static class TrialTranslation
{
    /// <summary>Separates the random numbers of trials from those of outer steps and of retraining.</summary>
    private const int TrialStep = -2;

    /// <summary>Separates the initial weights of a population's members from other random numbers.</summary>
    private const int MemberStep = -3;

    /// <summary>The inner steps of a trial, of which the whole horizon is that of the last outer step.</summary>
    /// <param name="study">The study.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="examples">Examples of the whole training set; 0 for the analytic problem.</param>
    public static TrialSteps Steps(StudySpecification study, TrialOrder trial, int examples)
    {
        int whole = SpecificationTranslation.Steps(study, SpecificationTranslation.LastHorizon(study), examples - ValidationSplit.SizeOf(examples, study.Data.ValidationFraction));
        return trial.ByCost ? OfRung(trial, whole, Rungs.Of(study, examples)) : Within(study, trial, whole);
    }

    /// <summary>
    /// The inner steps of a trial that is a share of a known whole horizon, in all its steps or in a segment: at least one for every window.
    /// </summary>
    public static TrialSteps Within(StudySpecification study, TrialOrder trial, int whole)
    {
        int horizon = Math.Min(whole, Math.Max(Windows(study), (int)Math.Ceiling((double)whole * trial.Resource / trial.MaximumResource)));
        return trial.Segments == 0
            ? new(horizon, 0, horizon)
            : new(horizon, (int)((long)trial.Segment * horizon / trial.Segments), (int)((long)(trial.Segment + 1) * horizon / trial.Segments));
    }

    /// <summary>Inner steps of the shortest possible trial: one for every window of the kind with the most windows.</summary>
    public static int Windows(StudySpecification study) => study.Kinds.Max(kind => study.Hyperparameters[kind].Windows);

    /// <summary>Where a trial of a part of its schedules begins and ends, and which trial's state it continues from; null for a run of all of them from scratch.</summary>
    /// <param name="order">The order.</param>
    /// <param name="steps">Its inner steps.</param>
    /// <param name="states">The folder where a trial of the study leaves its end state.</param>
    public static TrialSegment? Segment(WorkOrder order, TrialSteps steps, Func<int, string> states)
    {
        TrialOrder trial = order.Trial!;
        if (trial.Segments == 0 && !trial.IsCut)
        {
            return null;
        }

        string? from = steps.First > 0 && trial.Parent is { } parent ? states(parent) : null;
        return trial.IsCut
            ? new(steps.First, steps.End, from, steps.End < steps.Horizon ? states(order.Key.Replica) : null)
            : new(steps.First, steps.End, from, states(order.Key.Replica), new(Seed(order), trial.Member, MemberStep));
    }

    /// <summary>
    /// The seeds of a trial. A population shares one split, because weights move between its members. A greedy method's runs with the same
    /// seed differ only in their hyper steps. A run that goes on keeps its seeds.
    /// </summary>
    public static RunSeeds Seeds(WorkOrder order)
    {
        TrialOrder trial = order.Trial!;
        int replica = trial.Segments > 0 ? 0 : trial.IsCut || order.Specification.Method.IsGreedy() ? trial.Member : order.Key.Replica;
        return new(Seed(order), replica, TrialStep);
    }

    private static long Seed(WorkOrder order) => order.Trial!.Seed ?? order.Specification.Seeds.Base;

    private static TrialSteps OfRung(TrialOrder trial, int whole, Rungs rungs)
    {
        int end = rungs.StepsOf(rungs.Raised(trial.Resource));
        return trial.IsCut ? new(whole, trial.Begun == 0 ? 0 : rungs.StepsOf(rungs.Raised(trial.Begun)), end) : new(end, 0, end);
    }
}
