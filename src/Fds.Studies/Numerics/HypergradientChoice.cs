using System.Globalization;
using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Curvature;
using Fds.Core.Schedules;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Work;

namespace Fds.Studies.Numerics;

/// <summary>Whether a study asks for reverse mode. A device without enough memory for reverse mode uses forward mode instead.</summary>
/// <param name="Reverse">Whether it is reverse mode.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record HypergradientChoice(bool Reverse, string Reason)
{
    /// <summary>
    /// Number of live columns from which reverse mode is faster. A column of a small network costs about a plain step, because columns share calls
    /// that are too small to fill a core: 3 columns, and 1.5 where a column costs the two plain steps of its arithmetic. Measured on CPUs by
    /// <c>benchmarks -- reverse</c>.
    /// </summary>
    public const double BreakEvenOfSmall = 3;

    /// <inheritdoc cref="BreakEvenOfSmall"/>
    public const double BreakEvenOfLarge = 1.5;

    /// <summary>The choice for a horizon of so many inner steps.</summary>
    public static HypergradientChoice Of(StudySpecification study, int horizon) => study.Inner.Mode switch
    {
        HypergradientMode.Forward => new(false, "inner.mode is forward"),
        HypergradientMode.Reverse => new(true, "inner.mode is reverse"),
        _ => Obstacle(study) is { } obstacle ? new(false, obstacle) : ByColumns(study, horizon),
    };

    /// <summary>
    /// The states to keep in reverse mode; null: forward mode, which is also used if the study leaves the choice and the states would not
    /// fit.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <param name="horizon">T, in inner steps.</param>
    /// <param name="weights">P.</param>
    /// <param name="free">Bytes that the states may take.</param>
    public static TrailPlan? Trail(StudySpecification study, int horizon, long weights, long free)
    {
        if (horizon <= 0 || !Of(study, horizon).Reverse)
        {
            return null;
        }

        int width = SpecificationTranslation.Width(study);
        long numbers = SpecificationTranslation.StateNumbers(study, weights);
        TrailPlan plan = study.Inner.ReverseMemory == ReverseMemory.Auto
            ? TrailPlan.Fitting(horizon, numbers, width, free)
            : new(horizon, Enum.Parse<AdjointMemory>(study.Inner.ReverseMemory.ToString()));
        bool isForced = study.Inner.Mode == HypergradientMode.Reverse || study.Inner.ReverseMemory != ReverseMemory.Auto;
        return isForced || plan.Bytes(numbers, width) <= free ? plan : null;
    }

    /// <summary>The states that forecasts assume until a device says which fit: segments, which cost one gradient step more than keeping all.</summary>
    public static TrailPlan? Expected(StudySpecification study, int horizon) => horizon > 0 && Of(study, horizon).Reverse
        ? new(horizon, study.Inner.ReverseMemory == ReverseMemory.Auto ? AdjointMemory.Segments : Enum.Parse<AdjointMemory>(study.Inner.ReverseMemory.ToString()))
        : null;

    /// <summary>The computation in the terms of the contract.</summary>
    /// <param name="study">The study.</param>
    /// <param name="horizon">T, in inner steps.</param>
    /// <param name="trail">The states to keep; null: forward mode.</param>
    /// <param name="weights">P; null where it is not known.</param>
    public static HypergradientComputation Describe(StudySpecification study, int horizon, TrailPlan? trail, long? weights)
    {
        HypergradientChoice choice = Of(study, horizon);
        CurvatureOptions curvature = SpecificationTranslation.Curvature(study);
        double cost = trail?.Cost(curvature.CostOfStep) ?? CostForecast.OfForward(study, horizon, horizon);
        return new()
        {
            Mode = trail is null ? HypergradientMode.Forward : HypergradientMode.Reverse,
            Reason = choice.Reverse && trail is null ? "the states that reverse mode keeps do not fit into the free memory of the device" : choice.Reason,
            Memory = trail is null || weights is null ? null : Enum.Parse<ReverseMemory>(trail.Memory.ToString()),
            Bytes = weights is not { } count ? null : trail?.Bytes(SpecificationTranslation.StateNumbers(study, count), SpecificationTranslation.Width(study)) ?? SpecificationTranslation.TangentBytes(study, SpecificationTranslation.Columns(study), count),
            CostPerStep = cost / Math.Max(1, horizon),
        };
    }

    private static string? Obstacle(StudySpecification study)
    {
        if (SpecificationTranslation.IsQuadratic(study))
        {
            return "the columns of the analytic problem cost next to nothing";
        }

        if (study.Inner.HessianProductClamp is not null)
        {
            return "inner.hessianProductClamp applies to columns, which only forward mode has";
        }

        if (study.Outer.Pruning.Mode != Contracts.Studies.PruningMode.None)
        {
            return "outer.pruning applies to columns, which only forward mode has";
        }

        return study.Resources.ColumnShards > 1 ? "resources.columnShards divides columns, which only forward mode has" : null;
    }

    private static HypergradientChoice ByColumns(StudySpecification study, int horizon)
    {
        if (horizon <= 0)
        {
            return new(false, "there is no inner step");
        }

        double live = LiveColumns(study, horizon);
        bool isSmall = study.Model is { IsWide: false, IsOwn: false, Gpt: null } && study.Inner.Engine == CurvatureEngine.Tangent;
        double breakEven = isSmall ? BreakEvenOfSmall : BreakEvenOfLarge;
        string columns = string.Create(CultureInfo.InvariantCulture, $"{live:0.#} columns are live on average, and reverse mode is faster from about {breakEven:0.#} on");
        return new(live > breakEven, columns);
    }

    /// <summary>Mean number of columns whose window has begun.</summary>
    private static double LiveColumns(StudySpecification study, int horizon) =>
        CostForecast.ColumnUpdates(study, horizon, horizon) / (double)horizon;
}
