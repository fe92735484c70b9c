using Fds.Client.Charts;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>Values by outer step: a chart for each kind and group, a line for each window.</summary>
internal static class ValueCharts
{
    /// <summary>The charts.</summary>
    public static IEnumerable<Chart> Of(ReportSubject subject) =>
        from reading in subject.Result.OuterSteps.SelectMany(step => step.Readings.Select(reading => (Step: step.Index, Reading: reading)))
        group reading by (reading.Reading.Kind, reading.Reading.Group) into place
        orderby place.Key.Kind
        select Of(place.Key.Kind, place.Key.Group, [.. place]);

    private static Chart Of(HyperparameterKind kind, string? group, (int Step, HyperparameterReading Reading)[] readings)
    {
        int windows = readings.Max(each => each.Reading.Window) + 1;
        int last = readings.Max(each => each.Step);
        ChartSeries[] lines =
        [
            .. from each in readings
               group each by each.Reading.Window into window
               orderby window.Key
               select new ChartSeries(windows == 1 ? "" : $"window {window.Key}", SeriesForm.Line, [.. window.Select(each => new ChartPoint(each.Step, each.Reading.Value)), .. window.Where(each => each.Step == last).Select(each => new ChartPoint(last + 1, each.Reading.NextValue))])
               {
                   Colour = windows == 1 ? 0 : ChartColours.Shade(window.Key, windows),
               },
        ];
        string name = group is null ? ReportSubject.Name(kind) : $"{ReportSubject.Name(kind)} of {group}";
        return new($"{ScheduleLines.Capital(name)} by outer step", new("outer step, from 0") { IsWhole = true }, ScheduleLines.Values(ReportSubject.Name(kind), lines.SelectMany(line => line.Points.Select(point => point.Y))), lines);
    }
}
