using System.Globalization;
using Fds.Contracts.Logs;

namespace Fds.Client.Tests.Logs;

/// <summary>A silo that has said things and gives them out two at a time.</summary>
internal sealed class SaidBySilo(string name, DateTimeOffset begin)
{
    private const int Page = 2;
    private readonly List<LogLine> lines = [];
    private Guid process = Guid.NewGuid();

    public Exception? Fault { get; set; }

    public bool Hangs { get; set; }

    /// <summary>Says something at each of these seconds.</summary>
    public void Say(params int[] seconds)
    {
        foreach (int second in seconds)
        {
            SayOf("a", second);
        }
    }

    public void SayOf(string study, int second)
    {
        lock (lines)
        {
            lines.Add(new()
            {
                Sequence = lines.Count + 1, At = begin.AddSeconds(second), Silo = name, Level = LogLineLevel.Information, EventId = 1, Study = study, Message = second.ToString(CultureInfo.InvariantCulture),
            });
        }
    }

    public void StartAnew()
    {
        lock (lines)
        {
            lines.Clear();
            (process, Fault) = (Guid.NewGuid(), null);
        }
    }

    public async Task<LogPage> Read(LogQuery query)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        }

        if (Fault is { } fault)
        {
            throw fault;
        }

        lock (lines)
        {
            LogLine[] found = [.. lines.Where(line => query.Studies.Contains(line.Study) && line.Sequence > (query.Process == process ? query.After : 0)).Take(Page + 1)];
            return new() { Lines = [.. found.Take(Page)], Process = process, HasMore = found.Length > Page, Last = found.Length > Page ? found[Page - 1].Sequence : lines.Count };
        }
    }
}
