using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Learning;

/// <summary>Shares of clamped elements in an outer step: means over the replicas that contributed, in the given order.</summary>
internal static class ClampShares
{
    /// <summary>A clamp counts as saturated from this share on, because its effect on the loss is then no rare exception.</summary>
    public const double Saturated = 0.05;

    /// <summary>The readings with the clamped share of each window's Hessian products.</summary>
    public static ImmutableArray<HyperparameterReading> Note(ImmutableArray<HyperparameterReading> readings, IReadOnlyList<RunReport> reports) =>
        [.. readings.Select((reading, i) => reading with { ProductsClamped = reports.Select(report => report.ProductsClamped.IsEmpty ? (double?)null : report.ProductsClamped[i]).MeanIfAllKnown() })];

    /// <summary>Messages about clamps that are saturated in this step and were not in the one before.</summary>
    public static IEnumerable<string> NewlySaturated(InnerSpecification inner, OuterStepRecord step, OuterStepRecord? before)
    {
        if (step.Measurements.GradientClamped >= Saturated && !(before?.Measurements.GradientClamped >= Saturated))
        {
            yield return $"inner.gradientClamp {inner.GradientClamp:G4} clamped {step.Measurements.GradientClamped:P1} of the gradients' elements";
        }

        if (Worst(step) is { ProductsClamped: >= Saturated } worst && !(Worst(before)?.ProductsClamped >= Saturated))
        {
            yield return
                $"inner.hessianProductClamp {inner.HessianProductClamp:G4} clamped {worst.ProductsClamped:P1} of the Hessian products' elements of " +
                $"{OuterLoop.Name(worst)}";
        }
    }

    private static HyperparameterReading? Worst(OuterStepRecord? step) => step?.Readings.MaxBy(reading => reading.ProductsClamped);
}
