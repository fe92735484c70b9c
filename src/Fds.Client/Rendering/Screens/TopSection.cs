using Fds.Contracts.Studies;
using Spectre.Console;

namespace Fds.Client.Rendering.Screens;

/// <summary>The top of a study's screen: what it is, how far it is, and why it ended or waits.</summary>
internal static class TopSection
{
    private const int LeastName = 10;
    private const int LeastMerit = 12;
    private const int LeastBar = 5;
    private const int UsualBar = 20;
    private const int MostBar = 60;
    private const int MostReason = 3;
    private static readonly Style Bold = new(decoration: Decoration.Bold);

    /// <summary>Makes it for a screen's width.</summary>
    public static ScreenSection Of(StudyStatus status, int width)
    {
        ScreenLine[] lines = [.. Heading(status).Lines(width), .. Progress(status).Lines(width), .. Reason(status, width)];
        return new(lines.Length, lines.Length, _ => lines);
    }

    private static ScreenTable Heading(StudyStatus status) => new(
        [new("", 1) { Least = LeastName }, new("", 2), new("", 3) { Least = LeastMerit }, new("", 4)],
        [[
            ScreenCell.Name(status.Name, Bold), ScreenCell.Text(status.State.ToString(), Colour(status.State)), Best(status),
            ScreenCell.Text(status.GradientSteps > 0 ? $"{Words.Number(status.GradientSteps)} gradient steps" : ""),
        ]]);

    private static ScreenCell Best(StudyStatus status)
    {
        bool tested = status.TestAccuracy.Known() is not null || status.TestLoss.Known() is not null;
        string merit = tested ? Words.Merit(status.TestAccuracy, status.TestLoss) : Words.Merit(status.BestValidationAccuracy, status.BestValidationLoss);
        return merit == "-" ? ScreenCell.Text("") : tested ? ScreenCell.Text($"test {merit}") : ScreenCell.Shortest($"best validation {merit}", $"best {merit}");
    }

    private static Style Colour(StudyState state) => new(state switch
    {
        StudyState.Succeeded => Color.Green,
        StudyState.Failed => Color.Red,
        StudyState.Running => Color.Aqua,
        _ => Color.Yellow,
    });

    private static ScreenTable Progress(StudyStatus status)
    {
        StudyProgress[] bars = [StudyProgress.Of(status), .. StudyProgress.OfStep(status) is { } step ? [step] : Array.Empty<StudyProgress>()];
        return new(
            [new("", 3) { Least = bars.Max(bar => bar.Names[^1].Length) }, new("", 4) { Least = LeastBar, Most = MostBar }, new("", 6) { Right = true }, new("", 1), new("", 5), new("", 2)],
            [
                .. bars.Select(IReadOnlyList<ScreenCell> (bar) =>
                [
                    ScreenCell.Shortest(bar.Names), bar.Done is { } done ? Bars.Progress(done, UsualBar) : ScreenCell.Text(""), ScreenCell.Text(bar.Done is { } share ? $"{Math.Floor(100 * share):0} %" : ""),
                    ScreenCell.Text(bar.Count), ScreenCell.Text(bar.Rate is { } rate ? $"{Figure.Of(rate, 3)} steps/s" : ""), ScreenCell.Text(bar.Left is { } left ? $"{Words.Span(left)} left" : ""),
                ]),
            ]);
    }

    private static IEnumerable<ScreenLine> Reason(StudyStatus status, int width) => status.Reason is not { Length: > 0 } reason
        ? []
        : TextFit.Wrap(TextFit.OneLine(reason), width).Take(MostReason).Select(line => ScreenLine.Of(line, Colour(status.State == StudyState.Running ? StudyState.Paused : status.State)));
}
