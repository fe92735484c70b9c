using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Core.Schedules;
using Fds.Core.Search;
using Fds.Studies.Numerics;
using CoreScale = Fds.Core.Schedules.ValueScale;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Plans.Trials;

/// <summary>The space that a study's search is in: which values a trial has, and the schedules that they stand for.</summary>
internal static class TrialSpace
{
    /// <summary>Values of a shape: peak, share of the warm-up, share of the peak at the end.</summary>
    private const int ValuesOfShape = 3;

    /// <summary>The longest warm-up is half of the run.</summary>
    private static readonly ValueRange WarmUps = new(0, 0.5);

    /// <summary>A schedule ends at between a thousandth of its peak and the peak itself, which makes it constant.</summary>
    private static readonly ValueRange Ends = new(1e-3, 1);

    /// <summary>
    /// The box. In <see cref="SearchSpaceKind.Windows"/> it has a dimension for each learned window, or in population-based training, where
    /// every segment has values of its own, for each learned kind and group.
    /// </summary>
    public static SearchSpace Of(StudySpecification study)
    {
        (ValueRange Range, CoreScale Scale)[] dimensions = [.. Learned(study).SelectMany(kind => Dimensions(study, kind))];
        return new([.. dimensions.Select(each => each.Range)], [.. dimensions.Select(each => each.Scale)]);
    }

    /// <summary>The schedules that a trial's values stand for.</summary>
    public static KindMap<ImmutableArray<double>> Schedule(StudySpecification study, ImmutableArray<double> values)
    {
        Queue<double> left = new(values);
        ImmutableArray<double> Next(Kind kind)
        {
            HyperparameterSpecification schedule = study.Hyperparameters[kind];
            if (!schedule.Learn)
            {
                return schedule.Initial;
            }

            double[] own = [.. Enumerable.Range(0, Values(study, kind)).Select(_ => left.Dequeue())];
            return !IsByShape(study) ? [.. own]
                : kind == Kind.LearningRate ? [.. schedule.Places.Select(place => schedule.Range().Project(own[0] * Part(place.Middle, own[1], own[2])))]
                : [.. Enumerable.Repeat(own[0], schedule.Initial.Length)];
        }

        return KindMap.Of(study.Kinds, Next);
    }

    /// <summary>Whether the space is that of shapes. A sweep's runs list the values of every window.</summary>
    private static bool IsByShape(StudySpecification study) => study.Search.Space == SearchSpaceKind.Shapes && study.Method != StudyMethod.Pbt && !study.Method.IsSweep();

    private static int Values(StudySpecification study, Kind kind)
    {
        HyperparameterSpecification schedule = study.Hyperparameters[kind];
        return IsByShape(study) ? (kind == Kind.LearningRate ? ValuesOfShape : 1) : study.Method == StudyMethod.Pbt ? schedule.Groups : schedule.Initial.Length;
    }

    private static IEnumerable<(ValueRange Range, CoreScale Scale)> Dimensions(StudySpecification study, Kind kind)
    {
        HyperparameterSpecification schedule = study.Hyperparameters[kind];
        (ValueRange, CoreScale) own = (schedule.Range(), schedule.OnScale());
        return IsByShape(study) && kind == Kind.LearningRate
            ? [own, (WarmUps, CoreScale.Linear), (Ends, CoreScale.Log)]
            : Enumerable.Repeat(own, Values(study, kind));
    }

    /// <summary>The share of the peak at a part of the run: up in a line, and down as half a cosine.</summary>
    private static double Part(double at, double warmUp, double end) =>
        at < warmUp ? at / warmUp : end + ((1 - end) * ScheduleShape.Cosine.At((at - warmUp) / (1 - warmUp)));

    private static IEnumerable<Kind> Learned(StudySpecification study) => study.Kinds.Where(kind => study.Hyperparameters[kind].Learn);
}
