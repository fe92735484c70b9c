using System.Runtime.CompilerServices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>
/// Events: kept ones are stored with the state they belong to, and told to whoever watches once they are; progress is told and never stored.
/// </summary>
internal sealed partial class StudyGrain
{
    private const int EventsKept = 200;
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan WatchPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeavingTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeavingPoll = TimeSpan.FromMilliseconds(20);

    private readonly List<StudyEvent> recent = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastProgress;

    /// <summary>The last event that is stored. What is not may never have happened, should this activation be lost.</summary>
    private long lastStored;

    /// <summary>What is stored is being removed, and whoever watches not told of it yet.</summary>
    private bool beingDeleted;

    private bool HasUnstoredEnd => !IsActive && lastStored < State.Sequence;

    public async IAsyncEnumerable<StudyEvent> Watch(long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        bool first = true;
        using WatchCount watching = new(this);
        await AskWhyWorkWaits();

        // A pending move of this enumerator would hold up the silo's shutdown.
        while (!host.ApplicationStopping.IsCancellationRequested)
        {
            // Looked at before the events are: what happens while one of them is on its way to the watcher belongs to the next round.
            bool more = IsActive || beingDeleted || HasUnstoredEnd;
            Task next = changed.Task;
            foreach (StudyEvent known in recent.Where(known => known.Sequence > after && known.Sequence <= lastStored).ToList())
            {
                yield return known;
                after = known.Sequence;
            }

            if (first && !HasUnstoredEnd)
            {
                first = false;
                yield return Progress(after);
            }

            if (!more)
            {
                yield break;
            }

            await Task.WhenAny(next, Task.Delay(WatchPoll, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!first && State.Submission is not null && !HasUnstoredEnd)
            {
                yield return Progress(after);
            }
        }
    }

    private void EndWatching()
    {
        watchers--;
        lastAsked = time.GetTimestamp();
    }

    private StudyEvent Progress(long sequence) =>
        new() { Sequence = sequence, At = time.GetUtcNow(), Kind = StudyEventKind.Progress, Message = "", Status = Describe() };

    private void Emit(StudyEventKind kind, string message, bool withStatus = false)
    {
        // The activation's epoch in the high bits: a number that a watcher has seen is never used again, even if this one is lost.
        State.Sequence = Math.Max(State.Sequence + 1, (long)State.Epoch << 32);
        StudyEvent happened = new() { Sequence = State.Sequence, At = time.GetUtcNow(), Kind = kind, Message = message };
        State.Events.Add(happened);
        Trim(State.Events);
        recent.Add(withStatus ? happened with { Status = Describe() } : happened);
        Trim(recent);
        LogEvent(Name, kind, message);
    }

    /// <summary>Tells whoever watches of all events up to one.</summary>
    private void TellEvents(long upTo)
    {
        lastStored = upTo;
        WakeWatchers();
    }

    /// <summary>Lets whoever watches come to the end of what there is to tell.</summary>
    private async Task LetWatchersLeave()
    {
        long begun = time.GetTimestamp();
        while (watchers > 0 && time.GetElapsedTime(begun) < LeavingTime)
        {
            await Task.Delay(LeavingPoll, time);
        }
    }

    private void EmitProgress()
    {
        if (time.GetElapsedTime(lastProgress) >= ProgressPeriod)
        {
            lastProgress = time.GetTimestamp();
            WakeWatchers();
        }
    }

    private void WakeWatchers()
    {
        TaskCompletionSource waiting = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.TrySetResult();
    }

    private static void Trim(List<StudyEvent> events)
    {
        if (events.Count > EventsKept)
        {
            events.RemoveRange(0, events.Count - EventsKept);
        }
    }

    /// <summary>Counts one watcher until it is disposed of.</summary>
    private sealed class WatchCount : IDisposable
    {
        private readonly StudyGrain study;

        public WatchCount(StudyGrain study)
        {
            this.study = study;
            study.watchers++;
        }

        public void Dispose() => study.EndWatching();
    }
}
