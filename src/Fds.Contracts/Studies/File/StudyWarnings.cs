using System.Collections.Immutable;
using static System.FormattableString;

namespace Fds.Contracts.Studies.File;

/// <summary>What a valid study says that cannot be meant, as far as its file alone shows it.</summary>
public static class StudyWarnings
{
    /// <summary>The field of the limit on gradient steps.</summary>
    public const string BudgetPath = "spec.budget.gradientSteps";

    /// <summary>All warnings, each of one line: first what is never learned, then what has no effect.</summary>
    public static ImmutableArray<StudyWarning> Of(StudySpecification study) =>
        [.. LearningWarnings.Of(study), .. Clamp(study), .. Weights(study), .. Cutout(study), .. OuterEpochs(study), .. Population(study), .. Retraining(study), .. Budget(study)];

    private static IEnumerable<StudyWarning> Clamp(StudySpecification study)
    {
        if (study.Inner.HessianProductClamp is { } clamp)
        {
            yield return new("spec.inner.hessianProductClamp", Invariant($"Hessian products that are clamped to ±{clamp:G} no longer give the derivative, and hypergradients can have the wrong sign. Leave the clamp out; shorter outer steps, or seeds.average: median, withstand large hypergradients."));
        }
    }

    private static IEnumerable<StudyWarning> Weights(StudySpecification study)
    {
        if (study.Model is { Initialisation: Initialisation.Zero, Name: not ModelSpecification.Quadratic })
        {
            yield return new("spec.model.initialisation", "weights that are all zero stay zero, so that only the biases of the last layer are ever trained.");
        }
    }

    private static IEnumerable<StudyWarning> Cutout(StudySpecification study)
    {
        CutoutSpecification cutout = study.Data.Augmentation.Cutout;
        if (cutout.Length > 0 != cutout.Probability > 0)
        {
            yield return new("spec.data.augmentation.cutout", Invariant($"a length of {cutout.Length} with a probability of {cutout.Probability:G} cuts nothing out."));
        }
    }

    private static IEnumerable<StudyWarning> OuterEpochs(StudySpecification study)
    {
        if (study.Outer.Epochs.Length > study.Outer.Steps)
        {
            yield return new("spec.outer.epochs", $"{study.Outer.Epochs.Length} horizons are listed for {study.Outer.Steps} outer steps: the last {study.Outer.Epochs.Length - study.Outer.Steps} are not used.");
        }
    }

    private static IEnumerable<StudyWarning> Population(StudySpecification study)
    {
        if (study.Population.ReplaceEvery >= study.Outer.Steps)
        {
            yield return new("spec.population.replaceEvery", $"no member is ever replaced, because there are {study.Outer.Steps} outer steps.");
        }
    }

    private static IEnumerable<StudyWarning> Retraining(StudySpecification study)
    {
        if (study.Retrain is { Seeds: 0, Epochs: not null })
        {
            yield return new("spec.retrain.epochs", "nothing is retrained, because retrain.seeds is 0.");
        }
    }

    /// <summary>What is known without the data: that an inner step costs at least one gradient step, and an epoch has at least one.</summary>
    private static IEnumerable<StudyWarning> Budget(StudySpecification study)
    {
        int steps = study.Outer.Epochs is [var first, ..] ? first : study.Inner.Steps ?? study.Inner.Epochs ?? 1;
        double least = (double)study.Replicas * steps;
        if (study.Methods is [StudyMethod.Fds] && study.Budget.GradientSteps < least)
        {
            yield return new(BudgetPath, Invariant($"{study.Budget.GradientSteps:G} gradient steps are too few for one outer step, which takes at least {least:G}, so nothing is learned."));
        }
    }
}
