using Fds.Contracts.Studies;

namespace Fds.Client.Rendering.Screens;

/// <summary>The hypergradients of the last outer step on a screen, a line for each learned value: all of them or none.</summary>
internal static class HypergradientSection
{
    private const int LeastName = 12;
    private const int LeastBar = 13;
    private const int LeastNarrowBar = 7;
    private const int NarrowScreen = 60;
    private const int LeastNote = 8;
    private const int UsualBar = 21;
    private const int MostBar = 61;

    /// <summary>Makes it for a screen's width.</summary>
    public static ScreenSection Of(StudyStatus status, int width)
    {
        ScreenTable table = new(
            [
                new("hypergradient of", 1) { Least = LeastName }, new("window", 2) { Right = true, Least = width < NarrowScreen ? 2 : int.MaxValue }, new("value", 5) { Right = true }, new("", 4) { Least = width < NarrowScreen ? LeastNarrowBar : LeastBar, Most = MostBar },
                new("mean ± error", 3), new("same sign", 7) { Right = true }, new("step", 8), new("", 6) { Least = LeastNote },
            ],
            [.. Learned(status).Select(reading => Row(status, reading))]);
        return table.Count == 0 ? ScreenSection.None : new(0, table.Count + 1, rows => rows > table.Count ? table.Lines(width).Prepend(table.Headings(width)) : []);
    }

    /// <summary>The largest hypergradient of a kind with its error, which the bars of that kind are measured by: kinds differ by orders of magnitude.</summary>
    public static double Scale(StudyStatus status, HyperparameterKind kind) => status.LastStep
        .Where(reading => reading.Kind == kind)
        .Select(reading => Math.Abs(reading.Hypergradient ?? 0) + (reading.StandardError ?? 0))
        .Where(double.IsFinite)
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>By how much a hypergradient stands out of its noise; of those whose noise is not known, by how much it stands out of nothing.</summary>
    public static double Clarity(HyperparameterReading reading) => Math.Abs(reading.Hypergradient ?? 0) / (reading.StandardError is > 0 and < double.PositiveInfinity ? reading.StandardError.Value : 1);

    private static IEnumerable<HyperparameterReading> Learned(StudyStatus status) => status.LastStep.Where(reading => reading.Hypergradient is not null);

    private static IReadOnlyList<ScreenCell> Row(StudyStatus status, HyperparameterReading reading)
    {
        HyperparameterReading now = status.Hyperparameters.FirstOrDefault(value => value.Kind == reading.Kind && value.Group == reading.Group && value.Window == reading.Window) ?? reading;
        string[] held = [.. now.AtRange ? ["at range"] : Array.Empty<string>(), .. reading.ProductsClamped > 0 ? [$"{Words.Percent(reading.ProductsClamped)} clamped"] : Array.Empty<string>()];
        return
        [
            ScreenNames.Of(reading), ScreenCell.Text($"{reading.Window}"), ScreenCell.Text(Words.Number(now.Value)),
            Bars.Whisker(reading.Hypergradient, reading.StandardError, Scale(status, reading.Kind), UsualBar), ScreenCell.Text(Words.WithError(reading.Hypergradient, reading.StandardError)),
            ScreenCell.Text(reading.SignAgreement.Known() is { } same ? $"{100 * same:0} %" : ""), ScreenCell.Text(Words.Number(now.StepSize)), ScreenCell.Shortest(string.Join(", ", held), held.FirstOrDefault("")),
        ];
    }
}
