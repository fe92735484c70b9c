using Fds.Client.Streams;
using Fds.Contracts.Logs;
using Fds.Contracts.Scheduling;

namespace Fds.Client.Logs;

/// <summary>
/// Reads what all silos said of a study, in the order of its times. Silos are asked side by side: one that is slow, dying or gone keeps no
/// other's lines back.
/// </summary>
/// <param name="silos">Names of the silos that are up.</param>
/// <param name="ask">Asks one of them for lines.</param>
/// <param name="query">What is asked for, as it is known by then.</param>
/// <param name="terminal">Where is said that a silo is gone, and the clock.</param>
internal sealed class LogReader(Func<Task<IReadOnlyList<string>>> silos, Func<string, LogQuery, Task<LogPage>> ask, Func<LogQuery> query, Terminal terminal)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PatienceAtFirst = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(3);
    private readonly SortedDictionary<string, SiloCursor> cursors = new(StringComparer.Ordinal);
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);
    private Task<IReadOnlyList<string>>? listing;
    private long heardAt;

    /// <summary>The silos' names, from the cluster's overview.</summary>
    public static async Task<IReadOnlyList<string>> Active(IOverviewGrain overview) =>
        [.. (await overview.Get()).Silos.Where(silo => silo.Status is "Active" or "ShuttingDown" or "Stopping").Select(silo => silo.Name).Distinct()];

    /// <summary>Shows what is kept by now.</summary>
    /// <exception cref="ConsoleException">No silo answers.</exception>
    public async Task ReadOnce(Action<LogLine> show, CancellationToken cancellationToken)
    {
        Know(await silos().WaitAsync(cancellationToken));
        await Round(PatienceAtFirst, show, cancellationToken);
        if (cursors.Values.All(cursor => cursor.IsSilent))
        {
            throw new ConsoleException(ExitCodes.Unreachable, "no silo answers. Try again.");
        }
    }

    /// <summary>Shows what is kept by now and then what comes, until the study has ended and all that was said of its end is shown.</summary>
    /// <param name="show">Shows a line.</param>
    /// <param name="hasEnded">Whether the study has ended, as far as is known.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ConsoleException">No silo answers for some minutes.</exception>
    /// <exception cref="ReaderGoneException">Nobody reads the lines any more.</exception>
    public async Task Follow(Action<LogLine> show, Func<Task<bool>> hasEnded, CancellationToken cancellationToken)
    {
        await ReadOnce(show, cancellationToken);
        heardAt = terminal.Time.GetTimestamp();
        Task<bool> ending = Ask(hasEnded);
        for (bool isLast = false; !isLast;)
        {
            isLast = ending is { IsCompletedSuccessfully: true, Result: true };
            if (ending.IsCompleted && !isLast)
            {
                ending = Ask(hasEnded);
            }

            await Task.Delay(Period, terminal.Time, cancellationToken);
            Refresh();
            await Round(Patience, show, cancellationToken);
            if (terminal.IsDataUnread())
            {
                throw new ReaderGoneException();
            }
        }
    }

    private static Task<bool> Ask(Func<Task<bool>> hasEnded) => Task.Run(hasEnded);

    /// <summary>Looks which silos there are, without waiting for the answer: it may hang on one that has died.</summary>
    private void Refresh()
    {
        listing ??= Task.Run(silos);
        if (listing.IsCompleted)
        {
            if (listing.IsCompletedSuccessfully)
            {
                Know(listing.Result);
            }

            listing = null;
        }
    }

    private void Know(IReadOnlyList<string> names)
    {
        foreach (string name in cursors.Keys.Except(names).Where(gone.Add))
        {
            terminal.Say($"fds: the silo {name} is gone; it says no more");
        }

        foreach (string name in names)
        {
            if (gone.Remove(name))
            {
                terminal.Say($"fds: the silo {name} is back");
            }

            cursors.TryAdd(name, new(name, asked => ask(name, asked)));
        }
    }

    private async Task Round(TimeSpan patience, Action<LogLine> show, CancellationToken cancellationToken)
    {
        SiloCursor[] here = [.. cursors.Values.Where(cursor => !gone.Contains(cursor.Name))];
        LogQuery asked = query();
        Task all = Task.WhenAll(here.Select(cursor => cursor.Begin(asked)));
        await Task.WhenAny(all, Task.Delay(patience, terminal.Time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (LogLine line in here.SelectMany(Collect).OrderBy(line => line.At).ThenBy(line => line.Silo, StringComparer.Ordinal).ThenBy(line => line.Sequence))
        {
            show(line);
        }

        if (here.Any(cursor => !cursor.IsSilent))
        {
            heardAt = terminal.Time.GetTimestamp();
        }
        else if (heardAt != 0 && terminal.Time.GetElapsedTime(heardAt) > LongestSilence)
        {
            throw new ConsoleException(ExitCodes.Unreachable, "no silo answers any more. The study may still run: try 'fds logs' again later.");
        }
    }

    private List<LogLine> Collect(SiloCursor cursor)
    {
        if (cursor.Take() is not { } lines)
        {
            if (!cursor.IsSilent)
            {
                terminal.Say($"fds: the silo {cursor.Name} does not answer; the lines of the others are shown");
            }

            cursor.IsSilent = true;
            return [];
        }

        if (cursor.IsSilent)
        {
            terminal.Say($"fds: the silo {cursor.Name} answers again");
        }

        if (cursor.WasStartedAnew)
        {
            terminal.Say($"fds: the silo {cursor.Name} was started anew; what it said before and is not shown is lost");
        }

        if (cursor.Missing > 0)
        {
            terminal.Say($"fds: the silo {cursor.Name} has dropped {cursor.Missing} more lines of this study, to make room");
        }

        cursor.IsSilent = false;
        return lines;
    }
}
