using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Training;
using Fds.Studies.Plans.Learning;

namespace Fds.Studies.Numerics;

/// <summary>Says what a trial is in the words of the numerics: its horizon, its segment, its seeds.</summary>
internal static class TrialTranslation
{
    /// <summary>Trials draw their randomness apart from every outer step and from retraining.</summary>
    private const int TrialStep = -2;

    /// <summary>And a population's members their initial weights.</summary>
    private const int MemberStep = -3;

    /// <summary>T: the horizon that a trial's schedules are stretched over, its share of that of the last outer step; at least one inner step for every window.</summary>
    /// <param name="study">The study.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="training">Examples to train on.</param>
    public static int Steps(StudySpecification study, TrialOrder trial, int training) =>
        StepsWithin(study, trial, SpecificationTranslation.Steps(study, SpecificationTranslation.LastHorizon(study), training));

    /// <summary>The same of a known whole horizon.</summary>
    public static int StepsWithin(StudySpecification study, TrialOrder trial, int whole) =>
        Math.Min(whole, Math.Max(Windows(study), (int)Math.Ceiling((double)whole * trial.Resource / trial.MaximumResource)));

    /// <summary>Inner steps that the shortest trial has: one for every window of the kind with the most.</summary>
    public static int Windows(StudySpecification study) => HyperparameterKinds.All.Max(kind => study.Hyperparameters[kind].Windows);

    /// <summary>Inner steps that it trains itself: all of its horizon, or its segment.</summary>
    public static int StepsOf(TrialOrder trial, int horizon)
    {
        (int first, int end) = Bounds(trial, horizon);
        return end - first;
    }

    /// <summary>Where a population-based trial begins and ends, and from whose state it goes on; null for a run from scratch.</summary>
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

    /// <summary>Where everything random comes from. A population shares one split, as weights move between its members; a greedy method's runs with the same seed differ in their hyper steps only.</summary>
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
