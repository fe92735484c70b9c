using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Curvature;
using Fds.Core.Schedules;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Starting;

namespace Fds.Studies.Work;

/// <summary>
/// Forecasts the cost of a study's work in gradient steps. The forecast needs no loop over inner steps and holds for any horizon, however
/// short.
/// </summary>
internal static class CostForecast
{
    /// <summary>Cost of one replica over a horizon up to an inner step, in the mode that the study leads to.</summary>
    public static double OfReplica(StudySpecification study, int horizon, int until) => HypergradientChoice.Expected(study, horizon) is { } trail
        ? trail.Cost(SpecificationTranslation.Curvature(study).CostOfStep) * until / horizon
        : OfForward(study, horizon, until);

    /// <summary>
    /// Cost of one replica over a horizon in forward mode: every inner step costs one gradient and what the live columns add, and where the columns are
    /// divided what a step costs beside its columns once more for every further share.
    /// </summary>
    public static double OfForward(StudySpecification study, int horizon, int until)
    {
        long updates = ColumnUpdates(study, horizon, until);
        CurvatureOptions curvature = SpecificationTranslation.Curvature(study);
        return curvature.CostOfSteps(until, updates) + (until * curvature.CostBesideColumns(updates) * (SpecificationTranslation.ColumnShards(study) - 1));
    }

    /// <summary>How often columns are updated in the inner steps before <paramref name="until"/>, all columns together.</summary>
    public static long ColumnUpdates(StudySpecification study, int horizon, int until) =>
        study.Kinds.Select(kind => study.Hyperparameters[kind]).Where(schedule => schedule.Learn)
            .SelectMany(schedule => schedule.WindowsOf(schedule.Initial.Length)).Sum(windows => Windows.UpdatesBefore(until, horizon, windows));

    /// <summary>Upper bound of a measuring run's greedy pass: after every inner step, a gradient over one mini-batch of held-out examples.</summary>
    public static double OfGreedyPass(StudySpecification study, int horizon) => study.Fluctuation is null ? 0 : 2.0 * horizon;

    /// <summary>Upper bound of the cost of confirmation without the evaluations: a plain run of every candidate on every fresh seed.</summary>
    public static double OfConfirming(StudySpecification study, double horizon) =>
        study.Confirms ? study.Search.Confirm.Best * study.Search.Confirm.Seeds * horizon : 0;

    /// <summary>The same for finding a start: plain runs of every schedule that may be one.</summary>
    public static double OfStarting(StudySpecification study, double horizon) => StartCandidates.AllRuns(study) * horizon;

    /// <summary>Cost of a run so far.</summary>
    public static double Done(StudySpecification study, RunProgress progress) => progress.Key.Kind is WorkKind.Hypergradient or WorkKind.Fluctuation && progress.InnerSteps > 0
        ? OfReplica(study, progress.InnerSteps, progress.InnerStep) / SpecificationTranslation.ColumnShards(study)
        : progress.InnerStep;

    /// <summary>Cost from the beginning of the step under way to the end of the study, from the horizon of the last step that is done, or of the first while it is under way.</summary>
    public static double Ahead(StudyRecord state, int horizon)
    {
        StudySpecification study = state.Specification;
        int known = state.History is [.., var latest] ? latest.Index : Math.Max(0, state.OuterStep - 1);
        Horizon of = state.Phase == StudyPhase.Starting ? SpecificationTranslation.LastHorizon(study) : SpecificationTranslation.OuterHorizon(study, known);
        double perEpoch = of.Epochs is { } epochs ? (double)horizon / epochs : horizon;
        double retraining = study.Retrain.Seeds * 2 * perEpoch * (SpecificationTranslation.RetrainHorizon(study).Epochs ?? 1);
        double last = perEpoch * (SpecificationTranslation.LastHorizon(study).Epochs ?? 1);
        double confirming = OfConfirming(study, last);
        return state.Phase switch
        {
            StudyPhase.Retraining => retraining,
            StudyPhase.Confirming => retraining + confirming,
            _ => (state.Phase == StudyPhase.Starting ? OfStarting(study, last) : 0) + retraining + confirming + SpecificationTranslation.OuterHorizons(study, state.OuterStep).Sum(group => group.Steps * OfStep(study, perEpoch * (group.Horizon.Epochs ?? 1))),
        };
    }

    private static double OfStep(StudySpecification study, double horizon)
    {
        int length = (int)Math.Min(horizon, Horizon.MostSteps);
        return study.Replicas * (OfReplica(study, length, length) + OfGreedyPass(study, length));
    }
}
