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
        ImmutableArray<HandSchedule> all = Of(study, kind => study.Hyperparameters[kind].Learn);
        return [.. all.Take(study.Search.Trials ?? all.Length).Select(hand => Learned(study, hand.Schedule))];
    }

    /// <summary>The schedules, within the ranges; each once.</summary>
    /// <param name="study">The study.</param>
    /// <param name="varies">Which kinds are set by hand; the others stay where they begin.</param>
    public static ImmutableArray<HandSchedule> Of(StudySpecification study, Func<Kind, bool> varies)
    {
        IEnumerable<HandSchedule> all =
            from other in Others
            from shape in ScheduleShapes.All
            from peak in Peaks
            select new HandSchedule(
                Name(varies, shape, peak, other),
                KindMap.Of<ImmutableArray<double>>(kind => varies(kind) ? [.. Values(kind, study.Hyperparameters[kind], shape, peak, other).Select(study.Hyperparameters[kind].Range().Project)] : study.Hyperparameters[kind].Initial));
        return [.. all.DistinctBy(hand => string.Join(' ', HyperparameterKinds.All.SelectMany(kind => hand.Schedule[kind]).Select(BitConverter.DoubleToInt64Bits)))];
    }

    /// <summary>A kind that nobody sets by hand stays where it begins.</summary>
    private static IEnumerable<double> Values(Kind kind, HyperparameterSpecification own, ScheduleShape shape, double peak, (double Momentum, double WeightDecay) other) => kind switch
    {
        Kind.LearningRate => own.Places.Select(place => peak * shape.At(place.Middle)),
        Kind.Momentum => Enumerable.Repeat(other.Momentum, own.Initial.Length),
        Kind.WeightDecay => Enumerable.Repeat(other.WeightDecay, own.Initial.Length),
        _ => own.Initial,
    };

    private static ImmutableArray<double> Learned(StudySpecification study, KindMap<ImmutableArray<double>> schedule) =>
        [.. HyperparameterKinds.All.Where(kind => study.Hyperparameters[kind].Learn).SelectMany(kind => schedule[kind])];

    private static string Name(Func<Kind, bool> varies, ScheduleShape shape, double peak, (double Momentum, double WeightDecay) other) => string.Join(", ", new[]
    {
        varies(Kind.LearningRate) ? FormattableString.Invariant($"{shape.Word()} {peak:G}") : null,
        varies(Kind.Momentum) ? FormattableString.Invariant($"momentum {other.Momentum:G}") : null,
        varies(Kind.WeightDecay) ? FormattableString.Invariant($"weight decay {other.WeightDecay:G}") : null,
    }.OfType<string>());
}
