using System.Globalization;
using Fds.Contracts.Studies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering.Screens;

/// <summary>The last events on a screen, the newest at the bottom.</summary>
internal static class EventSection
{
    /// <summary>More of them are of no use to anybody.</summary>
    public const int Most = 40;

    private const int Usual = 5;
    private const int TimeWidth = 8;
    private static readonly Style Quiet = new(Color.Grey);

    /// <summary>Makes it for a screen.</summary>
    /// <param name="events">What happened, the newest last.</param>
    /// <param name="width">The screen's width.</param>
    /// <param name="least">Lines that it has whatever else there is.</param>
    public static ScreenSection Of(IReadOnlyList<StudyEvent> events, int width, int least) => new(
        Math.Min(least, events.Count), Math.Min(Most, events.Count), rows => events.Skip(events.Count - rows).Select(happened => Line(happened, width)))
    {
        Usual = Math.Min(Usual, events.Count),
    };

    private static ScreenLine Line(StudyEvent happened, int width)
    {
        string time = happened.At.ToUniversalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return new([new Segment(TextFit.Cut(time, width), Quiet), new Segment(TextFit.Cut($" {TextFit.OneLine(happened.Message)}", Math.Max(0, width - TimeWidth)))]);
    }
}
