using Fds.Client.Rendering.Screens;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>
/// A study as a live display of one screen: how far it is, its schedules as they are learned, hypergradients with their noise, the work at hand
/// and the last events.
/// </summary>
/// <param name="status">The study; null before anything is known of it.</param>
/// <param name="events">What happened, the newest last.</param>
internal sealed class StudyScreen(StudyStatus? status, IReadOnlyList<StudyEvent> events) : FittedScreen
{
    private const int ShortScreen = 18;
    private const int LeastOfWork = 3;

    protected override IEnumerable<ScreenSection> Sections(int width, int height)
    {
        ScreenSection told = EventSection.Of(events, width, height < ShortScreen ? 1 : 3);
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
