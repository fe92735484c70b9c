using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>Hypergradients by outer step: which way each value is pulled and how surely, and, of few values, the numbers with their noise.</summary>
internal static class HypergradientCharts
{
    private const int MostRows = 80;
    private const int MostLines = 3;

    /// <summary>Every value's hypergradient at every outer step as a coloured cell.</summary>
    public static Chart Map(ReportSubject subject)
    {
        (HyperparameterKind Kind, string? Group, int Window)[] places = [.. subject.Result.OuterSteps.SelectMany(step => step.Readings).Select(Place).Distinct().Order()];
        Dictionary<(HyperparameterKind, string?, int), int> rows = places.Take(MostRows).Select((place, row) => (place, row)).ToDictionary(each => each.place, each => each.row);
        ChartPoint[] cells =
        [
            .. from step in subject.Result.OuterSteps
               from reading in step.Readings
               where rows.ContainsKey(Place(reading)) && reading.Hypergradient is not null
               select new ChartPoint(step.Index, rows[Place(reading)]) { Level = Level(reading), Note = Note(reading) },
        ];
        string rest = places.Length > MostRows ? $" Only the first {MostRows} of {places.Length} values are shown; all are in outer-steps.csv." : "";
        return new("Which way each value is pulled", new("outer step, from 0") { IsWhole = true }, new("") { Names = [.. rows.Keys.Select(place => Name(place))] }, [new("", SeriesForm.Cells, cells)])
        {
            Aspect = 0.16 + (0.03 * Math.Max(6, rows.Count)),
            Note = $"Orange: a larger value would lower the loss; blue: a smaller one. The stronger the colour, the larger the signal-to-noise ratio (below 1, 2, 4, above); grey is noise.{rest}",
        };
    }

    /// <summary>Hypergradients with their standard errors, of kinds that have few values.</summary>
    public static IEnumerable<Chart> Of(ReportSubject subject) =>
        from each in subject.Result.OuterSteps.SelectMany(step => step.Readings.Select(reading => (Step: step.Index, Reading: reading)))
        where each.Reading.Hypergradient.Known() is not null
        group each by each.Reading.Kind into kind
        let lines = kind.GroupBy(each => Place(each.Reading)).Select(place => Line(place.Key, [.. place])).ToArray()
        where lines.Length <= MostLines
        orderby kind.Key
        select new Chart($"Hypergradient by the {ReportSubject.Name(kind.Key)}", new("outer step, from 0") { IsWhole = true }, new("hypergradient"), [.. lines.Select((line, i) => line with { Colour = i })])
        {
            Note = "Below 0, a larger value would lower the loss. The band is one standard error up and down.",
        };

    private static ChartSeries Line((HyperparameterKind Kind, string? Group, int Window) place, (int Step, HyperparameterReading Reading)[] readings) =>
        new(Name(place), SeriesForm.Line, [.. readings.Select(each => Point(each.Step, each.Reading))]);

    private static ChartPoint Point(int step, HyperparameterReading reading)
    {
        double value = reading.Hypergradient!.Value;
        return reading.StandardError.Known() is { } error ? new(step, value) { Low = value - error, High = value + error } : new(step, value);
    }

    private static (HyperparameterKind Kind, string? Group, int Window) Place(HyperparameterReading reading) => (reading.Kind, reading.Group, reading.Window);

    private static string Name((HyperparameterKind Kind, string? Group, int Window) place) => $"{ReportSubject.Name(place.Kind)} {place.Window}{(place.Group is null ? "" : $", {place.Group}")}";

    private static int Level(HyperparameterReading reading)
    {
        int strength = (reading.SignalToNoise ?? 1) switch { < 1 => 0, < 2 => 1, < 4 => 2, _ => 3 };
        return double.IsFinite(reading.Hypergradient!.Value) ? -Math.Sign(reading.Hypergradient.Value) * strength : 0;
    }

    private static string Note(HyperparameterReading reading) =>
        $"{ChartNumber.Words(reading.Hypergradient)}{(reading.StandardError is { } error ? $" ± {ChartNumber.Words(error)}" : "")}{(reading.SignAgreement is { } agreement ? $", {ReportWords.Share(agreement)} agree" : "")}";
}
