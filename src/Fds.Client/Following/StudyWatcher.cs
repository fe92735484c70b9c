using System.Runtime.CompilerServices;
using Fds.Client.Faults;
using Fds.Contracts.Studies;

namespace Fds.Client.Following;

/// <summary>Follows a study's events without gap or repeat, taking up again where it was when the connection or the silo breaks.</summary>
/// <param name="study">The study.</param>
/// <param name="time">The clock.</param>
/// <param name="complain">Told why nothing is heard, once each time that it lasts.</param>
internal sealed class StudyWatcher(IStudyGrain study, TimeProvider time, Action<string> complain)
{
    private const int FailuresInARow = 40;
    private const int FailuresInSilence = 5;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private int failures;
    private Exception? fault;

    /// <summary>Events until the study has ended. Progress events repeat the latest status and have no number of their own.</summary>
    public async IAsyncEnumerable<StudyEvent> Watch([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long seen = 0;
        while (true)
        {
            long before = seen;
            bool broken = false;
            IAsyncEnumerator<StudyEvent> events = study.Watch(seen, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                while (true)
                {
                    (StudyEvent? next, broken) = await TryNext(events, cancellationToken);
                    if (next is null)
                    {
                        break;
                    }

                    (failures, fault) = (0, null);
                    if (next.Kind == StudyEventKind.Progress || next.Sequence > seen)
                    {
                        yield return next;
                    }

                    seen = Math.Max(seen, next.Sequence);
                }
            }
            finally
            {
                await Leave(events);
            }

            // What happened while nobody listened is told by another round: only one that tells nothing new is the last. That the study has
            // ended before says nothing, as it may have been extended since.
            if (!broken && seen == before && await HasEnded())
            {
                yield break;
            }

            await Pause(cancellationToken);
        }
    }

    /// <summary>The next event, null where there is none; and whether the enumeration broke.</summary>
    private async Task<(StudyEvent? Next, bool Broken)> TryNext(IAsyncEnumerator<StudyEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            return (await events.MoveNextAsync() ? events.Current : null, false);
        }
#pragma warning disable CA1031 // A study that moves to another silo breaks the enumeration in several ways, all of which mean: ask again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            fault = e;
            return (null, true);
        }
    }

    /// <summary>Ends an enumeration. One whose silo is dead cannot be told so, and need not be.</summary>
    private static async Task Leave(IAsyncEnumerator<StudyEvent> events)
    {
        try
        {
            await events.DisposeAsync();
        }
#pragma warning disable CA1031 // See above.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private async Task<bool> HasEnded()
    {
        try
        {
            return (await study.GetStatus()).State is not (StudyState.Running or StudyState.Paused);
        }
#pragma warning disable CA1031 // Not known for now: the pause and the next round decide.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
            return false;
        }
    }

    private async Task Pause(CancellationToken cancellationToken)
    {
        failures++;
        string why = fault is null ? "" : $" The error was: {ConsoleFault.Of(fault).Message}";
        if (failures == FailuresInSilence)
        {
            complain($"fds: the study does not answer now; the console keeps asking.{why}");
        }

        if (failures >= FailuresInARow)
        {
            throw new ConsoleException(ExitCodes.Unreachable, $"the study cannot be reached any more. It may still run: try 'fds watch' again later.{why}", fault);
        }

        TimeSpan pause = TimeSpan.FromMilliseconds(200 * failures);
        await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
    }
}
