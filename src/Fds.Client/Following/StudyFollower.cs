using Fds.Client.Rendering;
using Fds.Client.Rendering.Screens;
using Fds.Client.Streams;
using Fds.Contracts.Studies;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fds.Client.Following;

/// <summary>Shows a study until it has ended: a live display in a terminal, plain lines elsewhere.</summary>
internal sealed class StudyFollower(Terminal terminal)
{
    private static readonly TimeSpan LookForReader = TimeSpan.FromSeconds(1);

    /// <summary>Follows a study, telling of it as talk.</summary>
    /// <param name="study">The study.</param>
    /// <param name="cancellationToken">Stops following; the study goes on.</param>
    /// <exception cref="ReaderGoneException">Nobody reads the talk any more.</exception>
    public Task Follow(IStudyGrain study, CancellationToken cancellationToken) => Follow(study, perEvent: null, terminal.IsTalkUnread, cancellationToken);

    /// <summary>Follows a study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="perEvent">Called for every event, instead of telling of it as talk.</param>
    /// <param name="isUnread">Whether nobody reads any more what is told; null where nothing is.</param>
    /// <param name="cancellationToken">Stops following; the study goes on.</param>
    /// <exception cref="ReaderGoneException">Nobody reads what is told any more.</exception>
    public async Task Follow(IStudyGrain study, Action<StudyEvent>? perEvent, Func<bool>? isUnread, CancellationToken cancellationToken)
    {
        using CancellationTokenSource unread = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using ITimer? looking = isUnread is null ? null : terminal.Time.CreateTimer(_ => EndIf(isUnread, unread), state: null, LookForReader, LookForReader);
        try
        {
            await Tell(new StudyWatcher(study, terminal.Time, Complain).Watch(unread.Token), perEvent);
        }
        catch (OperationCanceledException) when (unread.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ReaderGoneException();
        }
    }

    private static void EndIf(Func<bool> isUnread, CancellationTokenSource following)
    {
        if (isUnread())
        {
            following.Cancel();
        }
    }

    private async Task Tell(IAsyncEnumerable<StudyEvent> events, Action<StudyEvent>? perEvent)
    {
        if (perEvent is not null || terminal.IsQuiet)
        {
            await foreach (StudyEvent happened in events)
            {
                perEvent?.Invoke(happened);
            }
        }
        else if (terminal.IsInteractive)
        {
            await LiveScreen.Show(terminal.Talk, Screens(events));
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
            terminal.Alert(line);
        }
    }

    private async Task FollowInLines(IAsyncEnumerable<StudyEvent> events)
    {
        ProgressLines lines = new(terminal.Time, terminal.Say);
        await foreach (StudyEvent happened in events)
        {
            lines.Show(happened);
        }
    }

    private static async IAsyncEnumerable<IRenderable> Screens(IAsyncEnumerable<StudyEvent> events)
    {
        ToldStudy told = new();
        yield return told.Screen;
        await foreach (StudyEvent happened in events)
        {
            told.Add(happened);
            yield return told.Screen;
        }
    }
}
