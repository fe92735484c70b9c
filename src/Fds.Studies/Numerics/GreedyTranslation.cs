using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Greedy;
using Fds.Core.Schedules;
using Fds.Core.Training;
using CoreKind = Fds.Core.Schedules.HyperparameterKind;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Numerics;

/// <summary>Translates a run of a greedy method into the terms of the numerics.</summary>
internal static class GreedyTranslation
{
    /// <summary>Most windows of a reported schedule. More windows make neither the schedule easier to read nor the message smaller.</summary>
    private const int MostWindows = 100;

    /// <summary>The method's settings for one run.</summary>
    /// <param name="study">The study.</param>
    /// <param name="trial">Which run.</param>
    /// <param name="retraining">Inner steps of the retraining that the schedule is for: it has no more windows than that.</param>
    public static GreedySettings Settings(StudySpecification study, TrialOrder trial, int retraining) => new()
    {
        Method = Method(study),
        Hyperparameters = KindMap.Of(study.Kinds, kind => Hyperparameter(study, kind, trial.Factor)).InNumerics(),
        Interval = HasInterval(study) ? study.Greedy.Interval : 1,
        Discount = study.Greedy.AdaptsDiscount ? null : study.Greedy.Discount,
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

        // Without tangents that are carried from step to step, no products are computed.
        int columns = IsOneStep(study) ? 0 : study.Kinds.Count(kind => IsLearned(study, kind));
        int hypergradients = horizon / (HasInterval(study) ? study.Greedy.Interval : 1);
        double hypergradient = validation == 0 ? 1 : RunCost.OfGradient(Math.Min(validation, study.Inner.BatchSize), study.Inner.BatchSize);
        return (horizon * SpecificationTranslation.Curvature(study).CostOfStep(columns)) + (hypergradients * hypergradient);
    }

    /// <summary>The schedule of a run as it is reported.</summary>
    public static KindMap<ImmutableArray<double>>? Values(PerKind<Schedule>? schedules) => schedules?.Select(schedule => schedule.Values).InContract();

    private static GreedyMethod Method(StudySpecification study) => study.Method switch
    {
        StudyMethod.Hd => study.Greedy.Form == GreedyForm.Multiplicative ? GreedyMethod.HdMultiplicative : GreedyMethod.HdAdditive,
        StudyMethod.Greedy => GreedyMethod.OneStep,
        StudyMethod.Rtho => GreedyMethod.Rtho,
        _ => GreedyMethod.Marthe,
    };

    private static GreedyHyperparameter Hyperparameter(StudySpecification study, Kind kind, double factor)
    {
        HyperparameterSpecification schedule = study.Hyperparameters[kind];
        double? hyperStep = factor * (study.Greedy.Steps[kind] ?? GreedyDefaults.Step(Method(study), kind.InNumerics(), SpecificationTranslation.Rule(study)));
        return IsLearned(study, kind)
            ? new(schedule.Initial[0], new(schedule.Minimum, schedule.Maximum), hyperStep, GreedyDefaults.Adaptation(kind.InNumerics(), Adaptation(study), SpecificationTranslation.Rule(study)))
            : GreedyHyperparameter.Fixed(schedule.Initial[0]);
    }

    private static bool IsLearned(StudySpecification study, Kind kind) => study.Hyperparameters[kind].Learn && (study.Method != StudyMethod.Hd || kind == Kind.LearningRate);

    private static bool IsOneStep(StudySpecification study) => study.Method == StudyMethod.Greedy || study is { Method: StudyMethod.Marthe, Greedy: { Discount: 0, AdaptsDiscount: false } };

    private static double Adaptation(StudySpecification study) => study switch
    {
        { Method: not StudyMethod.Marthe } => 0,
        { Greedy.Adaptation: { } given } => given,
        { Greedy.AdaptsDiscount: true } => GreedyDefaults.AdaptationOfLearningRate,
        _ => 0,
    };

    private static bool HasInterval(StudySpecification study) => study.Method is StudyMethod.Rtho or StudyMethod.Marthe;
}
