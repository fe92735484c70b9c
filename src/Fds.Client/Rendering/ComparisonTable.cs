using System.Globalization;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>Methods side by side as a table.</summary>
internal static class ComparisonTable
{
    /// <summary>One row per method; wide adds device seconds, and trials that have no result.</summary>
    public static Grid Of(MethodComparison comparison, bool wide) => Of(comparison, TestMeasure.Of(comparison.Rows.Select(row => (row.ValidationLoss, row.ValidationAccuracy ?? row.TestAccuracy?.Mean))), wide);

    private static Grid Of(MethodComparison comparison, TestMeasure measure, bool wide) => new(
        [
            "study", "method", .. JudgedColumns.Of(measure).Headings, "results", "gradient steps", "to reach fds", "times fds", .. HasHand(comparison) ? ["against hand"] : Array.Empty<string>(),
            .. wide ? ["left out", "device s", "device s to reach fds", "times fds in device s", "state"] : Array.Empty<string>(),
        ],
        [
            .. comparison.Rows.Select(IReadOnlyList<string> (row) =>
            [
                row.Study, row.Method, .. JudgedColumns.Of(measure).Cells(row.ValidationLoss, row.ValidationAccuracy, row.TestAccuracy, row.TestLoss),
                $"{row.Evaluations}", Words.Number(row.Cost.GradientSteps), Reached(comparison, row.CostToReach?.GradientSteps), Times(row.Times, row.Reached),
                .. HasHand(comparison) ? [Gain(row.AgainstHand, TestMeasure.Of([(row.ValidationLoss, row.ValidationAccuracy ?? row.TestAccuracy?.Mean)]))] : Array.Empty<string>(),
                .. wide
                    ? [$"{row.LeftOut}", Words.Number(row.Cost.DeviceSeconds), Reached(comparison, row.CostToReach?.DeviceSeconds), Times(row.DeviceTimes, row.Reached), row.State.ToString()]
                    : Array.Empty<string>(),
            ]),
        ]);

    private static bool HasHand(MethodComparison comparison) => comparison.Rows.Any(row => row.AgainstHand is not null);

    /// <summary>By how much something is better, in points of accuracy or in units of loss, with its standard error.</summary>
    private static string Gain(TestFigures? gain, TestMeasure measure) => gain is { } found
        ? $"{measure.Signed(found.Mean)}{(found.StandardError is { } error ? $" ± {measure.Amount(error)}" : "")}"
        : "-";

    /// <summary>A dash where fds has no result that could be reached.</summary>
    private static string Reached(MethodComparison comparison, double? cost) => cost is { } spent ? Words.Number(spent) : comparison.Target is null ? "-" : "not reached";

    private static string Times(double? times, bool reached) =>
        times is { } factor ? $"{(reached ? "" : "> ")}{factor.ToString("F2", CultureInfo.InvariantCulture)}" : "-";
}
