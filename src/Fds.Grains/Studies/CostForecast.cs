using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Curvature;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Grains.Devices;

namespace Fds.Grains.Studies;

/// <summary>Costs of a study's work in gradient steps, before it is done.</summary>
internal static class CostForecast
{
    /// <summary>Cost of one replica over a horizon up to an inner step, in the mode that the study leads to.</summary>
    public static double OfReplica(StudySpecification study, int horizon, int until) => HypergradientChoice.Expected(study, horizon) is { } trail
        ? trail.Cost(SpecificationTranslation.Curvature(study).CostOfStep) * until / horizon
        : OfForward(study, horizon, until);

    /// <summary>
    /// Cost of one replica over a horizon in forward mode: every inner step costs one gradient and what the live columns add, and where the columns are
    /// divided one more gradient for every further share.
    /// </summary>
    public static double OfForward(StudySpecification study, int horizon, int until)
    {
        HyperparameterSchedules schedules = SpecificationTranslation.Schedules(OuterLoop.Schedule(OuterLoop.Initial(study)));
        ColumnLayout columns = new(ColumnLayout.All(schedules, kind => SpecificationTranslation.IsLearned(study, kind)), schedules, horizon);
        CurvatureOptions curvature = SpecificationTranslation.Curvature(study);
        double cost = 0;
        for (int step = 0; step < until; step++)
        {
            cost += curvature.CostOfStep(columns.LiveAt(step));
        }

        return cost + (until * (SpecificationTranslation.ColumnShards(study) - 1));
    }

    /// <summary>The most that the greedy pass of a run that measures costs: after every inner step a gradient over one mini-batch of held-out examples.</summary>
    public static double OfGreedyPass(StudySpecification study, int horizon) => study.Fluctuation is null ? 0 : 2 * horizon;

    /// <summary>Cost that a run has met so far.</summary>
    public static double Done(StudySpecification study, RunProgress progress) => progress.Key.Kind is WorkKind.Hypergradient or WorkKind.Fluctuation && progress.InnerSteps > 0
        ? OfReplica(study, progress.InnerSteps, progress.InnerStep) / SpecificationTranslation.ColumnShards(study)
        : progress.InnerStep;

    /// <summary>Cost from the beginning of the step under way to the end of the study, from the horizon of the step before or under way.</summary>
    public static double Ahead(StudyGrainState state, int horizon)
    {
        StudySpecification study = state.Specification;
        double perEpoch = SpecificationTranslation.OuterHorizon(study, Math.Max(0, state.OuterStep - 1)).Epochs is { } epochs ? (double)horizon / epochs : horizon;
        double retraining = study.Retrain.Seeds * 2 * perEpoch * (SpecificationTranslation.RetrainHorizon(study).Epochs ?? 1);
        if (state.Phase == StudyPhase.Retraining)
        {
            return retraining;
        }

        double steps = 0;
        for (int step = state.OuterStep; step < study.Outer.Steps; step++)
        {
            int length = (int)(perEpoch * (SpecificationTranslation.OuterHorizon(study, step).Epochs ?? 1));
            steps += study.Replicas * (OfReplica(study, Math.Max(length, 1), length) + OfGreedyPass(study, length));
        }

        return steps + retraining;
    }
}
