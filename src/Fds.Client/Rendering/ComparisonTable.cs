using System.Globalization;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>Methods side by side as a table.</summary>
internal static class ComparisonTable
{
    private const double Points = 100;
    private const int PointDecimals = 2;
    private const double LeastError = 0.005;

    /// <summary>One row per method; wide adds device seconds, and trials that have no result.</summary>
    public static Grid Of(MethodComparison comparison, bool wide, TableFigures figures) => Of(comparison, TestMeasure.Of(comparison.Rows.Select(row => (row.ValidationLoss, row.ValidationAccuracy ?? row.TestAccuracy?.Mean))), wide, figures);

    private static Grid Of(MethodComparison comparison, TestMeasure measure, bool wide, TableFigures figures) => new(
        [
            "study", "method", .. JudgedColumns.Of(measure, figures).Headings, "results", "gradient steps", "to reach fds", "times fds", .. HasHand(comparison) ? ["against hand"] : Array.Empty<string>(),
            .. wide ? ["left out", figures.Choose("device s", "device time"), figures.Choose("device s to reach fds", "device time to reach fds"), figures.Choose("times fds in device s", "times fds in device time"), "state"] : Array.Empty<string>(),
        ],
        [
            .. comparison.Rows.Select(IReadOnlyList<string> (row) =>
            [
                row.Study, row.Method, .. JudgedColumns.Of(measure, figures).Cells(row.ValidationLoss, row.ValidationAccuracy, row.TestAccuracy, row.TestLoss),
                $"{row.Evaluations}", figures.Number(row.Cost.GradientSteps), Reached(comparison, row.CostToReach?.GradientSteps, figures.Number), Times(row.Times, row.Reached),
                .. HasHand(comparison) ? [Gain(row.AgainstHand, TestMeasure.Of([(row.ValidationLoss, row.ValidationAccuracy ?? row.TestAccuracy?.Mean)]), figures)] : Array.Empty<string>(),
                .. wide
                    ? [$"{row.LeftOut}", figures.Time(row.Cost.DeviceSeconds), Reached(comparison, row.CostToReach?.DeviceSeconds, figures.Time), Times(row.DeviceTimes, row.Reached), row.State.ToString()]
                    : Array.Empty<string>(),
            ]),
        ]);

    private static bool HasHand(MethodComparison comparison) => comparison.Rows.Any(row => row.AgainstHand is not null);

    /// <summary>By how much something is better, in points of accuracy or in units of loss, with its standard error.</summary>
    private static string Gain(TestFigures? gain, TestMeasure measure, TableFigures figures) => gain is { } found
        ? figures.Choose($"{measure.Signed(found.Mean)}{(found.StandardError is { } error ? $" ± {measure.Amount(error)}" : "")}", ForPeople(found, measure))
        : "-";

    private static string ForPeople(TestFigures gain, TestMeasure measure)
    {
        (double unit, int decimals) = measure == TestMeasure.Accuracy ? (Points, PointDecimals) : (1, int.MaxValue);
        string text = gain.StandardError * unit is { } error && error > LeastError ? Figure.WithError(gain.Mean * unit, error, decimals) : measure.Signed(gain.Mean);
        return char.IsDigit(text[0]) && gain.Mean > 0 && measure.Signed(gain.Mean)[0] == '+' ? $"+{text}" : text;
    }

    /// <summary>A dash where fds has no result that could be reached.</summary>
    private static string Reached(MethodComparison comparison, double? cost, Func<double?, string> words) => cost is { } spent ? words(spent) : comparison.Target is null ? "-" : "not reached";

    private static string Times(double? times, bool reached) =>
        times is { } factor ? $"{(reached ? "" : "> ")}{factor.ToString("F2", CultureInfo.InvariantCulture)}" : "-";
}
