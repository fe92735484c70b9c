using System.Globalization;
using Fds.Client.Results;

namespace Fds.Client.Rendering;

/// <summary>Methods side by side as a table.</summary>
internal static class ComparisonTable
{
    /// <summary>One row per method; wide adds device seconds, and trials that have no result.</summary>
    public static Grid Of(MethodComparison comparison, bool wide) => new(
        [
            "study", "method", "validation loss", "validation accuracy", "test accuracy", "standard error", "results", "gradient steps", "to reach fds", "times fds", .. HasHand(comparison) ? ["against hand"] : Array.Empty<string>(),
            .. wide ? ["left out", "device s", "device s to reach fds", "times fds in device s", "state"] : Array.Empty<string>(),
        ],
        [
            .. comparison.Rows.Select(IReadOnlyList<string> (row) =>
            [
                row.Study, row.Method, Words.Number(row.ValidationLoss), Words.Percent(row.ValidationAccuracy), Words.Percent(row.TestAccuracy?.Mean), Words.Percent(row.TestAccuracy?.StandardError),
                $"{row.Evaluations}", Words.Number(row.Cost.GradientSteps), Reached(comparison, row.CostToReach?.GradientSteps), Times(row.Times, row.Reached),
                .. HasHand(comparison) ? [Points(row.AgainstHand)] : Array.Empty<string>(),
                .. wide
                    ? [$"{row.LeftOut}", Words.Number(row.Cost.DeviceSeconds), Reached(comparison, row.CostToReach?.DeviceSeconds), Times(row.DeviceTimes, row.Reached), row.State.ToString()]
                    : Array.Empty<string>(),
            ]),
        ]);

    private static bool HasHand(MethodComparison comparison) => comparison.Rows.Any(row => row.AgainstHand is not null);

    /// <summary>A difference of test accuracies in points, with its standard error.</summary>
    private static string Points(TestAccuracy? difference) => difference is { } found
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * found.Mean:+0.00;-0.00;0.00}{(found.StandardError is { } error ? $" ± {100 * error:0.00}" : "")}")
        : "-";

    /// <summary>A dash where fds has no result that could be reached.</summary>
    private static string Reached(MethodComparison comparison, double? cost) => cost is { } spent ? Words.Number(spent) : comparison.Target is null ? "-" : "not reached";

    private static string Times(double? times, bool reached) =>
        times is { } factor ? $"{(reached ? "" : "> ")}{factor.ToString("F2", CultureInfo.InvariantCulture)}" : "-";
}
