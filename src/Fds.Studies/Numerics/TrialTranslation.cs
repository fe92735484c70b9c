using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
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

    /// <summary>
    /// T of a trial, which its schedules are stretched over: a share of the last outer step's horizon, with at least one inner step per
    /// window.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="training">Examples to train on.</param>
    public static int Steps(StudySpecification study, TrialOrder trial, int training) =>
        StepsWithin(study, trial, SpecificationTranslation.Steps(study, SpecificationTranslation.LastHorizon(study), training));

    /// <summary>T of a trial, for a known whole horizon.</summary>
    public static int StepsWithin(StudySpecification study, TrialOrder trial, int whole) =>
        Math.Min(whole, Math.Max(Windows(study), (int)Math.Ceiling((double)whole * trial.Resource / trial.MaximumResource)));

    /// <summary>Inner steps of the shortest possible trial: one for every window of the kind with the most windows.</summary>
    public static int Windows(StudySpecification study) => HyperparameterKinds.All.Max(kind => study.Hyperparameters[kind].Windows);

    /// <summary>Inner steps that the trial itself runs: its whole horizon, or its segment.</summary>
    public static int StepsOf(TrialOrder trial, int horizon)
    {
        (int first, int end) = Bounds(trial, horizon);
        return end - first;
    }

    /// <summary>Where a population-based trial begins and ends, and which trial's state it continues from; null for a run from scratch.</summary>
    /// <param name="order">The order.</param>
    /// <param name="horizon">T.</param>
    /// <param name="states">The folder where a trial of the study leaves its end state.</param>
    public static TrialSegment? Segment(WorkOrder order, int horizon, Func<int, string> states)
    {
        TrialOrder trial = order.Trial!;
        if (trial.Segments == 0)
        {
            return null;
        }

        (int first, int end) = Bounds(trial, horizon);
        return new(first, end, trial.Parent is { } parent ? states(parent) : null, states(order.Key.Replica), new(Seed(order), trial.Member, MemberStep));
    }

    /// <summary>
    /// The seeds of a trial. A population shares one split, because weights move between its members. A greedy method's runs with the same
    /// seed differ only in their hyper steps.
    /// </summary>
    public static RunSeeds Seeds(WorkOrder order)
    {
        TrialOrder trial = order.Trial!;
        int replica = trial.Segments > 0 ? 0 : order.Specification.Method.IsGreedy() ? trial.Member : order.Key.Replica;
        return new(Seed(order), replica, TrialStep);
    }

    private static long Seed(WorkOrder order) => order.Trial!.Seed ?? order.Specification.Seeds.Base;

    private static (int First, int End) Bounds(TrialOrder trial, int horizon) => trial.Segments == 0
        ? (0, horizon)
        : ((int)((long)trial.Segment * horizon / trial.Segments), (int)((long)(trial.Segment + 1) * horizon / trial.Segments));
}
