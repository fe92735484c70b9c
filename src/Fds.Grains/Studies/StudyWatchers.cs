using System.Runtime.CompilerServices;
using Fds.Contracts.Studies;
using Fds.Studies;

namespace Fds.Grains.Studies;

/// <summary>A study's watchers. They receive events once they are stored, and progress, which is never stored.</summary>
/// <param name="current">The study as it now is.</param>
/// <param name="describe">How it stands.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">Set when the silo stops, because a waiting watcher would delay the stop.</param>
internal sealed class StudyWatchers(Func<Study> current, Func<StudyStatus> describe, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeavingPoll = TimeSpan.FromMilliseconds(20);

    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastProgress;
    private int watchers;

    /// <summary>Whether the stored state is being removed and watchers do not know yet.</summary>
    public bool IsBeingDeleted { get; set; }

    /// <summary>Whether anybody watches.</summary>
    public bool Any => watchers > 0;

    /// <summary>When the study was last asked or watched, as a timestamp.</summary>
    public long LastAsked { get; private set; } = time.GetTimestamp();

    /// <summary>Notes that the study was asked.</summary>
    public void Asked() => LastAsked = time.GetTimestamp();

    /// <summary>Events after a sequence number, then new ones, ending with the study.</summary>
    public async IAsyncEnumerable<StudyEvent> Watch(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        watchers++;
        try
        {
            bool first = true;
            while (!stopping.IsCancellationRequested)
            {
                // Read before the events, because whatever happens while an event is being delivered belongs to the next round.
                StudyContext study = current().Parts;
                bool more = study.IsActive || IsBeingDeleted || study.Events.HasUnstoredEnd;
                Task next = changed.Task;
                foreach (StudyEvent known in study.Events.After(after))
                {
                    yield return known;
                    after = known.Sequence;
                }

                if (first && !current().Parts.Events.HasUnstoredEnd)
                {
                    first = false;
                    yield return Progress(after);
                }

                if (!more)
                {
                    yield break;
                }

                await Task.WhenAny(next, Task.Delay(Poll, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                if (!first && current().Record.Submission is not null && !current().Parts.Events.HasUnstoredEnd)
                {
                    yield return Progress(after);
                }
            }
        }
        finally
        {
            watchers--;
            Asked();
        }
    }

    /// <summary>Sends stored events.</summary>
    public void Wake()
    {
        TaskCompletionSource waiting = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.TrySetResult();
    }

    /// <summary>Sends progress at intervals.</summary>
    public void WakeForProgress()
    {
        if (time.GetElapsedTime(lastProgress) >= ProgressPeriod)
        {
            lastProgress = time.GetTimestamp();
            Wake();
        }
    }

    /// <summary>Waits a short time, so that watchers receive the remaining events and end.</summary>
    public async Task Leave()
    {
        long begun = time.GetTimestamp();
        while (watchers > 0 && time.GetElapsedTime(begun) < LeavingTime)
        {
            await Task.Delay(LeavingPoll, time);
        }
    }

    private StudyEvent Progress(long sequence) => new() { Sequence = sequence, At = time.GetUtcNow(), Kind = StudyEventKind.Progress, Message = "", Status = describe() };
}
