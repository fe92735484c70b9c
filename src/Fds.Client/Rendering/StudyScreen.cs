using Fds.Client.Rendering.Screens;
using Fds.Contracts.Studies;
using Spectre.Console.Rendering;

namespace Fds.Client.Rendering;

/// <summary>
/// A study as a live display of one screen: how far it is, its schedules as they are learned, hypergradients with their noise, the work at hand
/// and the last events. It has the terminal's size at the time when it is drawn; no line is longer, and one line at the bottom is left free.
/// </summary>
/// <param name="status">The study; null before anything is known of it.</param>
/// <param name="events">What happened, the newest last.</param>
internal sealed class StudyScreen(StudyStatus? status, IReadOnlyList<StudyEvent> events) : IRenderable
{
    private const int TallScreen = 40;
    private const int ShortScreen = 18;
    private const int LeastOfWork = 3;

    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int height = Math.Max(1, options.ConsoleSize.Height - 1);
        IReadOnlyList<ScreenLine> lines = ScreenLayout.Of([.. Sections(maxWidth, height)], height);
        return lines.SelectMany((line, i) => i == 0 ? line.Pieces : line.Pieces.Prepend(Segment.LineBreak));
    }

    private IEnumerable<ScreenSection> Sections(int width, int height)
    {
        ScreenSection told = EventSection.Of(events, width, height < ShortScreen ? 1 : 3, height < TallScreen ? 5 : EventSection.Most);
        if (status is null)
        {
            return [told];
        }

        ScreenSection top = TopSection.Of(status, width);
        ScreenSection work = status.State is StudyState.Running or StudyState.Paused ? WorkSection.Of(status, width) : ScreenSection.None;
        int room = Math.Max(1, height - top.Least - work.Least - told.Least);
        if (!status.Members.IsEmpty)
        {
            return [top, MemberSection.Of(status, width, room), work, told];
        }

        ScreenSection every = HypergradientSection.Of(status, width);
        ScreenSection brief = ScheduleSection.Of(status, width, room, strongest: false);
        bool detailed = every.Wanted > 0 && top.Wanted + brief.Wanted + every.Wanted + Math.Min(LeastOfWork, work.Wanted) + told.Least <= height;
        return detailed ? [top, brief, every, work, told] : [top, ScheduleSection.Of(status, width, room, strongest: true), work, told];
    }
}
