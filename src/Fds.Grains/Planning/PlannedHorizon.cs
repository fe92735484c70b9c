using Fds.Contracts.Studies;
using Fds.Core.Training;
using Fds.Studies.Numerics;

namespace Fds.Grains.Planning;

/// <summary>One of the horizons that a study's runs will have.</summary>
/// <param name="Runs">Which runs have it, as messages name them.</param>
/// <param name="Field">The field that sets it.</param>
/// <param name="Horizon">In epochs or in inner steps.</param>
/// <param name="PerEpoch">Mini-batches of an epoch, at least 1.</param>
internal sealed record PlannedHorizon(string Runs, string Field, Horizon Horizon, int PerEpoch)
{
    /// <summary>T, which may be more than a horizon may have.</summary>
    public long Steps => Horizon.Steps ?? (long)PerEpoch * Horizon.Epochs!.Value;

    /// <summary>What its field says.</summary>
    public int Value => Horizon.Steps ?? Horizon.Epochs!.Value;

    /// <summary>The least value of its field that gives so many inner steps.</summary>
    public long Least(int steps) => Horizon.Steps is null ? ((long)steps + PerEpoch - 1) / PerEpoch : steps;

    /// <summary>The largest value of its field that gives no more than so many inner steps; at least 1.</summary>
    public long Most(int steps) => Horizon.Steps is null ? Math.Max(1, steps / PerEpoch) : steps;

    /// <summary>
    /// The horizons that a study learns over, in order. For fds it is the horizon of every outer step; for other methods it is that of the
    /// last outer step, because their runs have all or part of it.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="training">Examples to train on; any number for the analytic problem.</param>
    public static IEnumerable<PlannedHorizon> OfLearning(StudySpecification study, int training)
    {
        bool hasOuterLoop = study.Methods.Contains(StudyMethod.Fds);
        bool listed = !study.Outer.Epochs.IsEmpty;
        int step = hasOuterLoop ? 0 : study.Outer.Steps - 1;
        foreach ((Horizon horizon, int steps) in SpecificationTranslation.OuterHorizons(study, step))
        {
            string runs = !hasOuterLoop ? "a run" : listed ? $"outer step {step + 1}" : "an outer step";
            yield return new(runs, listed ? "outer.epochs" : InnerField(horizon), horizon, MiniBatches(study, training));
            step += steps;
        }
    }

    /// <summary>That of retraining on all the training examples; null where there is none.</summary>
    /// <param name="study">The study.</param>
    /// <param name="examples">Examples of the whole training set; any number for the analytic problem.</param>
    public static PlannedHorizon? OfRetraining(StudySpecification study, int examples)
    {
        Horizon horizon = SpecificationTranslation.RetrainHorizon(study);
        string field = study.Retrain.Epochs is null ? InnerField(horizon) : "retrain.epochs";
        return study.Retrain.Seeds == 0 ? null : new("retraining", field, horizon, MiniBatches(study, examples));
    }

    private static string InnerField(Horizon horizon) => horizon.Steps is null ? "inner.epochs" : "inner.steps";

    private static int MiniBatches(StudySpecification study, int examples) => SpecificationTranslation.IsQuadratic(study) ? 1 : examples / study.Inner.BatchSize;
}
