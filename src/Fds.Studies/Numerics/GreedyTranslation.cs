using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Greedy;
using Fds.Core.Schedules;
using Fds.Core.Training;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Numerics;

/// <summary>Says what a run of a greedy method is in the words of the numerics.</summary>
internal static class GreedyTranslation
{
    /// <summary>A schedule of more windows than this is no easier to read, and its message no smaller.</summary>
    private const int MostWindows = 100;

    /// <summary>The method's settings for one run.</summary>
    /// <param name="study">The study.</param>
    /// <param name="trial">Which run.</param>
    /// <param name="retraining">Inner steps of the retraining that the schedule is for: it has no more windows than that.</param>
    public static GreedySettings Settings(StudySpecification study, TrialOrder trial, int retraining) => new()
    {
        Method = Method(study),
        LearningRate = Hyperparameter(study, Kind.LearningRate, study.Greedy.LearningRateStep, trial.Factor),
        Momentum = Hyperparameter(study, Kind.Momentum, study.Greedy.MomentumStep, trial.Factor),
        WeightDecay = Hyperparameter(study, Kind.WeightDecay, study.Greedy.WeightDecayStep, trial.Factor),
        Interval = HasInterval(study) ? study.Greedy.Interval : 1,
        Discount = study.Greedy.Discount,
        Windows = Math.Min(MostWindows, retraining),
    };

    /// <summary>What a run over a horizon costs if it does not diverge, without the evaluation at its end.</summary>
    /// <param name="study">The study.</param>
    /// <param name="horizon">Inner steps.</param>
    /// <param name="validation">Examples held out; 0 for the analytic problem.</param>
    public static double Cost(StudySpecification study, int horizon, int validation)
    {
        if (study.Method == StudyMethod.Hd)
        {
            return horizon;
        }

        // Where tangents are not carried on, no products are computed.
        int columns = IsOneStep(study) ? 0 : HyperparameterSchedules.Kinds.Count(kind => IsLearned(study, kind.InContract()));
        int hypergradients = horizon / (HasInterval(study) ? study.Greedy.Interval : 1);
        double hypergradient = validation == 0 ? 1 : RunCost.OfGradient(Math.Min(validation, study.Inner.BatchSize), study.Inner.BatchSize);
        return (horizon * SpecificationTranslation.Curvature(study).CostOfStep(columns)) + (hypergradients * hypergradient);
    }

    /// <summary>The schedule of a run as it is told.</summary>
    public static ScheduleValues? Values(HyperparameterSchedules? schedules) => schedules is null ? null : new()
    {
        LearningRate = schedules[CoreKind.LearningRate].Values,
        Momentum = schedules[CoreKind.Momentum].Values,
        WeightDecay = schedules[CoreKind.WeightDecay].Values,
    };

    private static GreedyMethod Method(StudySpecification study) => study.Method switch
    {
        StudyMethod.Hd => study.Greedy.Form == GreedyForm.Multiplicative ? GreedyMethod.HdMultiplicative : GreedyMethod.HdAdditive,
        StudyMethod.Greedy => GreedyMethod.OneStep,
        StudyMethod.Rtho => GreedyMethod.Rtho,
        _ => GreedyMethod.Marthe,
    };

    private static GreedyHyperparameter Hyperparameter(StudySpecification study, Kind kind, double? step, double factor)
    {
        HyperparameterSpecification schedule = study.Hyperparameters[kind];
        double? hyperStep = factor * (step ?? GreedyDefaults.Step(Method(study), kind.InNumerics()));
        return IsLearned(study, kind) ? new(schedule.Initial[0], new(schedule.Minimum, schedule.Maximum), hyperStep) : GreedyHyperparameter.Fixed(schedule.Initial[0]);
    }

    private static bool IsLearned(StudySpecification study, Kind kind) => study.Hyperparameters[kind].Learn && (study.Method != StudyMethod.Hd || kind == Kind.LearningRate);

    private static bool IsOneStep(StudySpecification study) => study.Method == StudyMethod.Greedy || study is { Method: StudyMethod.Marthe, Greedy.Discount: 0 };

    private static bool HasInterval(StudySpecification study) => study.Method is StudyMethod.Rtho or StudyMethod.Marthe;
}
