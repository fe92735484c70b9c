using Fds.Contracts.Logs;
using Fds.Grains.Hosting;
using Microsoft.Extensions.Options;

namespace Fds.Grains.Logs;

/// <summary>
/// The lines about studies that this process keeps in memory: so many of each study, so many bytes in all, and none that is too old. The
/// oldest go first. One study that says much takes no other study's room until the bytes are used up.
/// </summary>
internal sealed class StudyLogRing(IOptions<FdsSiloOptions> options, TimeProvider time)
{
    /// <summary>What a line takes beside its text, about.</summary>
    private const int BytesOfALine = 200;
    private const int Page = 500;

    /// <summary>Characters of a line; the rest is cut off.</summary>
    public const int LongestLine = 2000;
    private readonly Lock gate = new();
    private readonly LinkedList<LogLine> lines = new();
    private readonly Dictionary<string, Kept> studies = new(StringComparer.Ordinal);
    private readonly Guid process = Guid.NewGuid();
    private long sequence;
    private long bytes;

    /// <summary>Keeps a line.</summary>
    /// <param name="line">The line; its place and time are set here.</param>
    public void Add(LogLine line)
    {
        FdsSiloOptions limits = options.Value;
        lock (gate)
        {
            LogLine kept = line with { Sequence = ++sequence, At = time.GetUtcNow() };
            if (!studies.TryGetValue(kept.Study, out Kept? study))
            {
                studies.Add(kept.Study, study = new());
            }

            study.Lines.Enqueue(lines.AddLast(kept));
            bytes += Size(kept);
            if (study.Lines.Count > limits.StudyLogLines)
            {
                Drop(study.Lines.Peek(), makesRoom: true);
            }

            while (bytes > limits.StudyLogBytes)
            {
                Drop(lines.First!, makesRoom: true);
            }

            DropOld();
        }
    }

    /// <summary>The next lines that are asked for.</summary>
    public LogPage Read(LogQuery query)
    {
        lock (gate)
        {
            DropOld();
            long after = query.Process == process ? query.After : 0;
            DateTimeOffset from = query.Age is { } age ? time.GetUtcNow() - age : DateTimeOffset.MinValue;
            LogLine[] found =
            [
                .. query.Studies.Distinct().Select(studies.GetValueOrDefault).OfType<Kept>().SelectMany(study => study.Lines.Select(node => node.Value))
                    .Where(line => line.Sequence > after && line.At >= from && (query.From is not { } earliest || line.At >= earliest) && (query.Replica is null || line.Replica == query.Replica))
                    .OrderBy(line => line.Sequence).Take(Page + 1),
            ];
            bool hasMore = found.Length > Page;
            return new()
            {
                Lines = [.. found.Take(Page)],
                Process = process,
                Last = hasMore ? found[Page - 1].Sequence : sequence,
                HasMore = hasMore,
                Dropped = query.Studies.Distinct().Select(studies.GetValueOrDefault).OfType<Kept>().Sum(study => study.Dropped),
            };
        }
    }

    private static long Size(LogLine line) => BytesOfALine + (sizeof(char) * (long)line.Message.Length);

    private void DropOld()
    {
        DateTimeOffset oldest = time.GetUtcNow() - options.Value.StudyLogAge;
        while (lines.First is { Value.At: var at } first && at < oldest)
        {
            Drop(first, makesRoom: false);
        }
    }

    /// <summary>Drops the oldest line of its study.</summary>
    private void Drop(LinkedListNode<LogLine> oldest, bool makesRoom)
    {
        Kept study = studies[oldest.Value.Study];
        study.Lines.Dequeue();
        study.Dropped += makesRoom ? 1 : 0;
        lines.Remove(oldest);
        bytes -= Size(oldest.Value);
        if (study.Lines.Count == 0)
        {
            studies.Remove(oldest.Value.Study);
        }
    }

    private sealed class Kept
    {
        public Queue<LinkedListNode<LogLine>> Lines { get; } = new();

        public long Dropped { get; set; }
    }
}
