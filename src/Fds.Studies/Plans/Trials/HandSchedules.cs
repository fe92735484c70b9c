using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Numerics;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// The schedules that people try by hand: the six <see cref="ScheduleShapes"/> of the learning rate with four peaks each, with and without
/// momentum and weight decay, the same for all groups of parameters. The likeliest come first, so that a budget cuts off the others.
/// </summary>
internal static class HandSchedules
{
    private static readonly ImmutableArray<double> Peaks = [0.03, 0.1, 0.01, 0.3];

    private static readonly ImmutableArray<(double Momentum, double WeightDecay)> Others = [(0.9, 5e-4), (0.9, 0), (0, 5e-4), (0, 0)];

    /// <summary>The values of every trial, within the ranges of what is learned; each schedule once.</summary>
    public static ImmutableArray<ImmutableArray<double>> Of(StudySpecification study)
    {
        IEnumerable<ImmutableArray<double>> all =
            from other in Others
            from shape in ScheduleShapes.All
            from peak in Peaks
            select Values(study, (kind, learned) => kind switch
            {
                Kind.LearningRate => learned.Places.Select(place => peak * shape.Over(place.Windows)[place.Window]),
                Kind.Momentum => Enumerable.Repeat(other.Momentum, learned.Initial.Length),
                Kind.WeightDecay => Enumerable.Repeat(other.WeightDecay, learned.Initial.Length),
                _ => learned.Initial,
            });
        ImmutableArray<ImmutableArray<double>> distinct = [.. all.DistinctBy(values => string.Join(' ', values.Select(BitConverter.DoubleToInt64Bits)))];
        return [.. distinct.Take(study.Search.Trials ?? distinct.Length)];
    }

    /// <summary>The values of what is learned. A kind that nobody sets by hand stays where it begins.</summary>
    private static ImmutableArray<double> Values(StudySpecification study, Func<Kind, HyperparameterSpecification, IEnumerable<double>> schedule) =>
    [
        .. from kind in HyperparameterKinds.All
           let learned = study.Hyperparameters[kind]
           where learned.Learn
           from value in schedule(kind, learned)
           select learned.Range().Project(value),
    ];
}
