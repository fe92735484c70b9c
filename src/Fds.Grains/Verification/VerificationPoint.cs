using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Schedules;
using Fds.Studies;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;

namespace Fds.Grains.Verification;

/// <summary>Where a study's derivatives are verified: over so few inner steps, and at such values, that they say something.</summary>
internal static class VerificationPoint
{
    private const int FewSteps = 10;
    private const int MostTries = 1000;

    /// <summary>
    /// The initial values; of what is learned from 0 the value after a first outer step. At a learning rate of 0 nothing but its own derivative
    /// is not 0, and a study is there for one step only.
    /// </summary>
    public static ImmutableArray<LearnedValue> Values(StudySpecification study) =>
        [.. OuterLoop.Initial(study).Select(value => value.Learned && value.Value == 0 ? value with { Value = Next(study.Hyperparameters[value.Kind]) } : value)];

    /// <summary>About ten, and so many that every window has one, and pruning leaves one of each.</summary>
    public static int Steps(StudySpecification study)
    {
        int windows = study.Kinds.Max(kind => study.Hyperparameters[kind].Windows);
        int steps = Math.Max(FewSteps, windows);
        for (int tries = 0; tries < MostTries && SkipsAll(study, steps); tries++)
        {
            steps += windows;
        }

        return steps;
    }

    private static bool SkipsAll(StudySpecification study, int steps) =>
        study.Kinds.Select(kind => study.Hyperparameters[kind]).Any(schedule => schedule.Learn && SpecificationTranslation.Pruning(study).SkipsAll(steps, schedule.Windows));

    private static double Next(HyperparameterSpecification schedule) => new ValueRange(schedule.Minimum, schedule.Maximum).Project(schedule.Step);
}
