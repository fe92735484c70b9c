using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Spectre.Console;

namespace Fds.Client.Following;

/// <summary>Shows a study until it has ended: a live display in a terminal, plain lines elsewhere.</summary>
internal sealed class StudyFollower(Terminal terminal)
{
    /// <summary>Follows a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="perEvent">Called for every event besides; for one JSON object per line.</param>
    /// <param name="cancellationToken">Stops following; the study goes on.</param>
    public async Task Follow(IStudyGrain study, Action<StudyEvent>? perEvent, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<StudyEvent> events = new StudyWatcher(study, terminal.Time, Complain).Watch(cancellationToken);
        if (perEvent is not null)
        {
            await foreach (StudyEvent happened in events)
            {
                perEvent(happened);
            }
        }
        else if (terminal.IsInteractive)
        {
            await FollowOnScreen(events);
        }
        else
        {
            await FollowInLines(events);
        }
    }

    /// <summary>A live display makes room for what goes through its console, and only for that.</summary>
    private void Complain(string line)
    {
        if (terminal.IsInteractive)
        {
            terminal.Talk.WriteLine(line);
        }
        else
        {
            terminal.Say(line);
        }
    }

    private async Task FollowInLines(IAsyncEnumerable<StudyEvent> events)
    {
        ProgressLines lines = new(terminal);
        await foreach (StudyEvent happened in events)
        {
            lines.Show(happened);
        }
    }

    private Task FollowOnScreen(IAsyncEnumerable<StudyEvent> events) =>
        terminal.Talk.Live(new Text("waiting for the study")).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(async display =>
        {
            List<StudyEvent> told = [];
            StudyStatus? status = null;
            await foreach (StudyEvent happened in events)
            {
                status = happened.Status ?? status;
                if (happened.Kind != StudyEventKind.Progress)
                {
                    told.Add(happened);
                }

                display.UpdateTarget(status is null ? StudyScreen.Events(told) : StudyScreen.Render(status, told));
            }
        });
}
