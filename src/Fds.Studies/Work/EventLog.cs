using Fds.Contracts.Studies;
using Fds.Studies.Effects;

namespace Fds.Studies.Work;

/// <summary>A study's events. An event is stored with the change that it describes, and nobody sees it before it is stored.</summary>
internal sealed class EventLog(StudyContext study)
{
    /// <summary>How many events are kept.</summary>
    public const int Kept = 200;

    private readonly List<StudyEvent> recent = [.. study.Record.Events];

    /// <summary>Sequence number of the last stored event. A later event is lost if this activation is lost.</summary>
    public long StoredUpTo { get; private set; } = study.Record.Sequence;

    /// <summary>Whether the study has ended and its end is not stored yet.</summary>
    public bool HasUnstoredEnd => !study.IsActive && StoredUpTo < study.Record.Sequence;

    /// <summary>The stored events after one.</summary>
    public IReadOnlyList<StudyEvent> After(long sequence) => [.. recent.Where(known => known.Sequence > sequence && known.Sequence <= StoredUpTo)];

    /// <summary>Notes that all events up to one are stored.</summary>
    public void Stored(long upTo) => StoredUpTo = Math.Max(StoredUpTo, upTo);

    /// <summary>Adds an event.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="message">In words.</param>
    /// <param name="withStatus">Whether watchers also get the study's status.</param>
    public void Emit(StudyEventKind kind, string message, bool withStatus = false)
    {
        StudyRecord record = study.Record;

        // The number of the activation is in the high bits: a number that a watcher has seen is never used again, even if this activation is lost.
        record.Sequence = Math.Max(record.Sequence + 1, (long)record.Epoch << 32);
        StudyEvent happened = new() { Sequence = record.Sequence, At = study.Now.Utc, Kind = kind, Message = message };
        record.Events.Add(happened);
        Trim(record.Events);
        recent.Add(withStatus ? happened with { Status = study.Views.Status() } : happened);
        Trim(recent);
        study.Follow(new LogEvent(kind, message));
    }

    private static void Trim(List<StudyEvent> events)
    {
        if (events.Count > Kept)
        {
            events.RemoveRange(0, events.Count - Kept);
        }
    }
}
