using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Datasets;
using Fds.Core.Training;
using Fds.Studies.Numerics;

namespace Fds.Studies.Work;

/// <summary>The cost of a work order in gradient steps if it runs to its end. It is known before the work begins, so that no budget is exceeded.</summary>
internal static class WorkCost
{
    /// <summary>Relative tolerance, because a limit may be the cost of a similar run that was summed step by step and so rounded differently.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Why an order may not begin; null where it may.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="cost">What it costs, in gradient steps.</param>
    /// <param name="limit">What it may cost.</param>
    public static string? Complaint(WorkKind kind, double cost, double limit) =>
        Fits(cost, limit) ? null : $"the next {Word(kind)} takes {cost:G6} gradient steps, and {limit:G6} are left for it within the budget";

    /// <summary>Whether a cost is within a limit, apart from rounding.</summary>
    public static bool Fits(double cost, double limit) => cost <= limit * (1 + Rounding);

    /// <summary>Upper bound of an order's cost. For a hypergradient it is the cost of the whole replica, with all shares of its columns.</summary>
    /// <param name="order">The order.</param>
    /// <param name="examples">Examples of the whole training set; 0 for the analytic problem.</param>
    /// <param name="trail">The states that a hypergradient keeps in reverse mode; null: forward mode.</param>
    public static double Of(WorkOrder order, int examples, TrailPlan? trail = null)
    {
        StudySpecification study = order.Specification;
        int validation = ValidationSplit.SizeOf(examples, study.Data.ValidationFraction);
        double evaluation = RunCost.OfEvaluation(validation, study.Inner.BatchSize);
        if (order.Trial is { } trial)
        {
            return OfTrial(study, trial, examples);
        }

        if (order.Key.Kind is WorkKind.Confirm or WorkKind.Start or WorkKind.StartAgain)
        {
            return OfCandidate(study, examples);
        }

        int steps = SpecificationTranslation.Steps(study, SpecificationTranslation.OuterHorizon(study, order.Key.OuterStep), examples - validation);
        double gradient = SpecificationTranslation.IsQuadratic(study) ? 1 : RunCost.OfGradient(validation, study.Inner.BatchSize);
        double looks = HypergradientRun.MostSpentOnLooks(steps, examples - validation, validation, study.Inner.BatchSize);
        double replica = trail?.Cost(SpecificationTranslation.Curvature(study).CostOfStep) ?? CostForecast.OfForward(study, steps, steps);
        return replica + CostForecast.OfGreedyPass(study, steps) + (SpecificationTranslation.ColumnShards(study) * (gradient + evaluation + looks));
    }

    /// <summary>What a trial costs.</summary>
    /// <param name="study">The study.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="examples">Examples of the whole training set; 0 for the analytic problem.</param>
    public static double OfTrial(StudySpecification study, TrialOrder trial, int examples)
    {
        int validation = ValidationSplit.SizeOf(examples, study.Data.ValidationFraction);
        TrialSteps steps = TrialTranslation.Steps(study, trial, examples);
        return RunCost.OfEvaluation(validation, study.Inner.BatchSize) + (study.Method.IsGreedy() ? GreedyTranslation.Cost(study, steps.Horizon, validation) : steps.Count);
    }

    /// <summary>What one fresh run of a candidate costs.</summary>
    /// <param name="study">The study.</param>
    /// <param name="examples">Examples of the whole training set; 0 for the analytic problem.</param>
    public static double OfCandidate(StudySpecification study, int examples)
    {
        int validation = ValidationSplit.SizeOf(examples, study.Data.ValidationFraction);
        return RunCost.OfEvaluation(validation, study.Inner.BatchSize) + SpecificationTranslation.Steps(study, SpecificationTranslation.LastHorizon(study), examples - validation);
    }

    private static string Word(WorkKind kind) => kind switch
    {
        WorkKind.Trial => "trial",
        WorkKind.Fluctuation or WorkKind.Confirm or WorkKind.Start or WorkKind.StartAgain => "run",
        _ => "outer step's replica",
    };
}
