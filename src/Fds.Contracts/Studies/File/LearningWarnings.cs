using static System.FormattableString;

namespace Fds.Contracts.Studies.File;

/// <summary>Schedules of which nothing, or nothing of what is asked, can be learned.</summary>
internal static class LearningWarnings
{
    private const string Section = "spec.hyperparameters";
    private const double Tiny = 1e-6;
    private const double Unnoticed = 1e-3;

    public static IEnumerable<StudyWarning> Of(StudySpecification study)
    {
        HyperparameterKind[] learned = [.. study.Kinds.Where(kind => study.Hyperparameters[kind].Learn)];
        if (StaysAtZero(study))
        {
            return [new(Path(HyperparameterKind.LearningRate), "the learning rate stays at 0, so training changes no weight and nothing is learned. Learn the learning rate, or give it a value above 0.")];
        }

        (HyperparameterKind Kind, string Why)[] still = [.. from kind in learned let why = WhyItStays(study, kind) where why is not null select (kind, why)];
        if (still.Length == learned.Length)
        {
            string place = still.Length == 1 ? Path(still[0].Kind) : Section;
            return [new(place, $"nothing can be learned, because {string.Join(" and ", still.Select(one => $"{one.Kind.FieldName()} {one.Why}"))}.")];
        }

        return
        [
            .. still.Select(one => new StudyWarning(Path(one.Kind), $"this kind is never learned, because it {one.Why}; learn: false says the same and costs nothing.")),
            .. learned.Where(kind => WhyItStays(study, kind) is null).SelectMany(kind => OfKind(study, kind)),
        ];
    }

    /// <summary>Whether every learning rate begins at 0 and nothing can move it from there.</summary>
    private static bool StaysAtZero(StudySpecification study)
    {
        HyperparameterSpecification rate = study.Hyperparameters.LearningRate;
        return !rate.Auto && rate.Initial.All(value => value == 0) && (!rate.Learn || rate.Maximum == 0 || WhyItStays(study, HyperparameterKind.LearningRate) is not null);
    }

    /// <summary>Why no method moves a learned kind, or null.</summary>
    private static string? WhyItStays(StudySpecification study, HyperparameterKind kind)
    {
        HyperparameterSpecification schedule = study.Hyperparameters[kind];
        if (schedule.Minimum == schedule.Maximum)
        {
            return Invariant($"has the range [{schedule.Minimum:G}, {schedule.Maximum:G}], which is one point");
        }

        if (kind != HyperparameterKind.LearningRate && study.Methods.All(method => method == StudyMethod.Hd))
        {
            return "is not changed by hd, which learns the learning rate";
        }

        return schedule.Step == 0 && study.Methods.All(method => method == StudyMethod.Fds) ? "has a step of 0" : null;
    }

    private static IEnumerable<StudyWarning> OfKind(StudySpecification study, HyperparameterKind kind)
    {
        if (!study.Methods.Contains(StudyMethod.Fds))
        {
            yield break;
        }

        HyperparameterSpecification schedule = study.Hyperparameters[kind];
        double range = Place(schedule, schedule.Maximum) - Place(schedule, schedule.Minimum);
        double farthest = schedule.Step * study.Outer.Steps;
        if (study.Fluctuation is null && schedule.Step > range)
        {
            yield return new($"{Path(kind)}.step", Invariant($"a step of {schedule.Step:G} is longer than the range [{schedule.Minimum:G}, {schedule.Maximum:G}]: the value goes from end to end until changes of sign have shortened the step."));
        }

        if (study.Fluctuation is null && farthest < Tiny * range && !(schedule.Scale == ValueScale.Linear && farthest > Unnoticed * schedule.Initial.DefaultIfEmpty().Min(value => value == 0 ? double.PositiveInfinity : value)))
        {
            yield return new($"{Path(kind)}.step", Invariant($"a step of {schedule.Step:G} moves the value by at most {farthest:G} in {study.Outer.Steps} outer steps, which changes nothing."));
        }

        if (kind != HyperparameterKind.LearningRate && study.Outer.Steps == 1 && !study.Hyperparameters.LearningRate.Auto && study.Hyperparameters.LearningRate.Initial.All(value => value == 0))
        {
            yield return new(Path(kind), "its hypergradients are 0 in the only outer step, because the learning rate is 0 in that step.");
        }
    }

    private static double Place(HyperparameterSpecification schedule, double value) => schedule.Scale switch
    {
        ValueScale.Log => Math.Log(value),
        ValueScale.Log1m => -Math.Log(1 - value),
        _ => value,
    };

    private static string Path(HyperparameterKind kind) => $"{Section}.{kind.FieldName()}";
}
