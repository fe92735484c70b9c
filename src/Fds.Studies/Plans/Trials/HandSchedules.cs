using System.Collections.Immutable;
using Fds.Contracts.Studies;
using Fds.Studies.Numerics;
using Kind = Fds.Contracts.Studies.HyperparameterKind;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// The schedules that people try by hand: six shapes of the learning rate with four peaks each, with and without momentum and weight decay.
/// The likeliest come first, so that a budget cuts off the others.
/// </summary>
/// <remarks>
/// The shapes are those of PyTorch's schedulers: ConstantLR, LinearLR to 0, CosineAnnealingLR to 0, OneCycleLR (30 % warm-up from 1/25 of the
/// peak, then cosine), MultiStepLR (÷10 at 50 % and at 75 %), and warm-up–stable–decay (10 % up, 20 % down; Hu et al., 2024). A window has the
/// value of its middle.
/// </remarks>
internal static class HandSchedules
{
    private static readonly ImmutableArray<double> Peaks = [0.03, 0.1, 0.01, 0.3];

    private static readonly ImmutableArray<(double Momentum, double WeightDecay)> Others = [(0.9, 5e-4), (0.9, 0), (0, 5e-4), (0, 0)];

    private static readonly ImmutableArray<Func<double, double>> Shapes =
    [
        _ => 1,
        part => Cosine(part),
        part => 1 - part,
        part => part < 0.3 ? 0.04 + (0.96 * part / 0.3) : Cosine((part - 0.3) / 0.7),
        part => part < 0.5 ? 1 : part < 0.75 ? 0.1 : 0.01,
        part => Math.Min(1, Math.Min(part / 0.1, (1 - part) / 0.2)),
    ];

    /// <summary>The values of every trial, within the ranges of what is learned; each schedule once.</summary>
    public static ImmutableArray<ImmutableArray<double>> Of(StudySpecification study)
    {
        IEnumerable<ImmutableArray<double>> all =
            from other in Others
            from shape in Shapes
            from peak in Peaks
            select Values(study, (kind, part) => kind switch
            {
                Kind.LearningRate => peak * shape(part),
                Kind.Momentum => other.Momentum,
                Kind.WeightDecay => other.WeightDecay,
                _ => null,
            });
        ImmutableArray<ImmutableArray<double>> distinct = [.. all.DistinctBy(values => string.Join(' ', values.Select(BitConverter.DoubleToInt64Bits)))];
        return [.. distinct.Take(study.Search.Trials ?? distinct.Length)];
    }

    /// <summary>The values of what is learned. A kind that nobody sets by hand stays where it begins.</summary>
    private static ImmutableArray<double> Values(StudySpecification study, Func<Kind, double, double?> value) =>
    [
        .. from kind in HyperparameterKinds.All
           let learned = study.Hyperparameters[kind]
           where learned.Learn
           from window in Enumerable.Range(0, learned.Windows)
           select learned.Range().Project(value(kind, (window + 0.5) / learned.Windows) ?? learned.Initial[window]),
    ];

    private static double Cosine(double part) => (1 + Math.Cos(Math.PI * part)) / 2;
}
