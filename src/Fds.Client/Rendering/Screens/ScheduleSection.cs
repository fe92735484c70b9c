using Fds.Contracts.Studies;

namespace Fds.Client.Rendering.Screens;

/// <summary>Schedules on a screen: a line for each, with a plot of its values beside them.</summary>
internal static class ScheduleSection
{
    private const int LeastName = 15;
    private const int LeastPlot = 4;
    private const int LeastValues = 11;
    private const int LeastBar = 9;
    private const int UsualBar = 15;
    private const int MostBar = 31;
    private const int Digits = 3;

    /// <summary>Makes it for a screen.</summary>
    /// <param name="status">The study.</param>
    /// <param name="width">The screen's width.</param>
    /// <param name="least">Lines that it has whatever else there is.</param>
    /// <param name="strongest">Whether each line has its schedule's clearest hypergradient as well: where not every value has a line of its own.</param>
    public static ScreenSection Of(StudyStatus status, int width, int least, bool strongest) =>
        ScreenSection.Of(Table(status, strongest), least, width, rest => $"… and {Figure.Whole(rest)} more schedules");

    private static ScreenTable Table(StudyStatus status, bool strongest)
    {
        strongest &= status.LastStep.Any(reading => reading.Hypergradient is not null);
        return new(
            [
                new("schedule", 1) { Least = LeastName }, new("", 3) { Least = LeastPlot }, new("values", 2) { Least = LeastValues },
                new("hypergradient", 4) { Least = LeastBar, Most = strongest ? MostBar : 0 }, new("", 5),
            ],
            [.. status.Hyperparameters.GroupBy(value => (value.Kind, value.Group)).Select(schedule => Row(status, [.. schedule], strongest))]);
    }

    private static IReadOnlyList<ScreenCell> Row(StudyStatus status, HyperparameterReading[] schedule, bool strongest)
    {
        double[] values = [.. schedule.Select(value => value.Value)];
        HyperparameterReading? clearest = strongest
            ? status.LastStep.Where(reading => reading.Kind == schedule[0].Kind && reading.Group == schedule[0].Group && reading.Hypergradient is { } h && double.IsFinite(h)).MaxBy(HypergradientSection.Clarity)
            : null;
        return
        [
            ScreenNames.Of(schedule[0]),
            new(Sparkline.Wanted(values.Length), width => values.Length < 2 ? [] : [new(Sparkline.Draw(values, width))]),
            ScreenCell.Shortest(string.Join(' ', values.Select(Short)), Range(values)),
            clearest is null ? ScreenCell.Text("") : Bars.Whisker(clearest.Hypergradient, clearest.StandardError, HypergradientSection.Scale(status, clearest.Kind), UsualBar),
            ScreenCell.Text(clearest is null ? "" : Words.WithError(clearest.Hypergradient, clearest.StandardError)),
        ];
    }

    private static string Range(double[] values) => values.Min() == values.Max() ? Short(values[0]) : $"{Short(values.Min())} … {Short(values.Max())}";

    private static string Short(double value) => Figure.Of(value, Digits);
}
