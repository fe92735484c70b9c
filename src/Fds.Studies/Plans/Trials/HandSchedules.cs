using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Numerics;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// The schedules that people try by hand: the six <see cref="ScheduleShapes"/> of the learning rate with four peaks each, and four settings of
/// the other kinds, the same for all groups of parameters. The likeliest come first, so that a budget cuts off the others.
/// </summary>
internal static class HandSchedules
{
    private static readonly ImmutableArray<double> PeaksOfSgd = [0.03, 0.1, 0.01, 0.3];

    private static readonly ImmutableArray<double> PeaksOfAdam = [3e-3, 1e-3, 1e-2, 3e-4];

    private static readonly ImmutableArray<KindMap<double>> OthersOfSgd = [Sgd(0.9, 5e-4), Sgd(0.9, 0), Sgd(0, 5e-4), Sgd(0, 0)];

    private static readonly ImmutableArray<KindMap<double>> OthersOfAdam = [Adam(0.999, 0.1), Adam(0.999, 0.01), Adam(0.95, 0.1), Adam(0.95, 0.01)];

    /// <summary>The values of every trial, within the ranges of what is learned; each schedule once.</summary>
    public static ImmutableArray<ImmutableArray<double>> Of(StudySpecification study)
    {
        ImmutableArray<HandSchedule> all = Of(study, kind => study.Hyperparameters[kind].Learn);
        return [.. all.Take(study.Search.Trials ?? all.Length).Select(hand => Learned(study, hand.Schedule))];
    }

    /// <summary>The schedules, within the ranges; each once.</summary>
    /// <param name="study">The study.</param>
    /// <param name="varies">Which kinds are set by hand; the others, and label smoothing always, stay where they begin.</param>
    public static ImmutableArray<HandSchedule> Of(StudySpecification study, Func<Kind, bool> varies)
    {
        bool Varies(Kind kind) => varies(kind) && kind != Kind.LabelSmoothing;
        bool adam = study.Hyperparameters.IsOfAdam;
        IEnumerable<HandSchedule> all =
            from other in adam ? OthersOfAdam : OthersOfSgd
            from shape in ScheduleShapes.All
            from peak in adam ? PeaksOfAdam : PeaksOfSgd
            select new HandSchedule(
                Name(Varies, shape, peak, other),
                KindMap.Of<ImmutableArray<double>>(study.Kinds, kind => Varies(kind) ? [.. Values(kind, study.Hyperparameters[kind], shape, peak, other).Select(study.Hyperparameters[kind].Range().Project)] : study.Hyperparameters[kind].Initial));
        return [.. all.DistinctBy(hand => string.Join(' ', study.Kinds.SelectMany(kind => hand.Schedule[kind]).Select(BitConverter.DoubleToInt64Bits)))];
    }

    private static IEnumerable<double> Values(Kind kind, HyperparameterSpecification own, ScheduleShape shape, double peak, KindMap<double> other) => kind == Kind.LearningRate
        ? own.Places.Select(place => peak * shape.At(place.Middle))
        : Enumerable.Repeat(other[kind], own.Initial.Length);

    private static ImmutableArray<double> Learned(StudySpecification study, KindMap<ImmutableArray<double>> schedule) =>
        [.. study.Kinds.Where(kind => study.Hyperparameters[kind].Learn).SelectMany(kind => schedule[kind])];

    private static string Name(Func<Kind, bool> varies, ScheduleShape shape, double peak, KindMap<double> other) => string.Join(", ", other.Kinds.Where(varies).Select(kind => kind switch
    {
        Kind.LearningRate => FormattableString.Invariant($"{shape.Word()} {peak:G}"),
        Kind.WeightDecay => FormattableString.Invariant($"weight decay {other[kind]:G}"),
        _ => FormattableString.Invariant($"{kind.FieldName()} {other[kind]:G}"),
    }));

    private static KindMap<double> Sgd(double momentum, double weightDecay) => new() { LearningRate = double.NaN, Momentum = momentum, WeightDecay = weightDecay };

    private static KindMap<double> Adam(double beta2, double weightDecay) => KindMap.Of(HyperparameterKinds.OfAdam, kind => kind switch
    {
        Kind.WeightDecay => weightDecay,
        Kind.Beta1 => 0.9,
        Kind.Beta2 => beta2,
        _ => double.NaN,
    });
}
