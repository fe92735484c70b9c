using Fds.Contracts.Logs;

namespace Fds.Client.Logs;

/// <summary>How far the log of one silo was read. A question that is not answered yet is not asked again.</summary>
/// <param name="name">The silo's name.</param>
/// <param name="ask">Asks it for lines.</param>
internal sealed class SiloCursor(string name, Func<LogQuery, Task<LogPage>> ask)
{
    private const int MostPages = 1000;
    private readonly Dictionary<string, long> shown = new(StringComparer.Ordinal);
    private Guid? process;
    private long last;
    private int studies;
    private long dropped;
    private Task<List<LogLine>>? asked;

    /// <summary>The silo's name.</summary>
    public string Name => name;

    /// <summary>Whether it was said that the silo does not answer.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether the silo's process is another than when it was last read.</summary>
    public bool WasStartedAnew { get; private set; }

    /// <summary>Lines that it dropped before they could be read, since that was last asked.</summary>
    public long Missing { get; private set; }

    /// <summary>Begins to read all that is new.</summary>
    /// <param name="query">What is asked for.</param>
    /// <returns>When it is answered.</returns>
    public Task Begin(LogQuery query) => asked ??= Task.Run(() => ReadAll(query));

    /// <summary>What was read; null where there is no answer yet, or the silo could not be asked.</summary>
    public List<LogLine>? Take()
    {
        if (asked is not { IsCompleted: true } done)
        {
            return null;
        }

        asked = null;
        return done.IsCompletedSuccessfully ? done.Result : null;
    }

    private async Task<List<LogLine>> ReadAll(LogQuery query)
    {
        List<LogLine> lines = [];
        LogPage page;
        int pages = 0;
        if (query.Studies.Length != studies)
        {
            // A method or member has come: what was said of it before is read, too.
            (studies, last) = (query.Studies.Length, 0);
        }

        do
        {
            page = await ask(query with { Process = process, After = last });
            WasStartedAnew = process is { } before && before != page.Process;
            Missing = process is null || WasStartedAnew ? 0 : Math.Max(0, page.Dropped - dropped);
            if (WasStartedAnew)
            {
                shown.Clear();
            }

            (process, last, dropped) = (page.Process, page.Last, page.Dropped);
            lines.AddRange(page.Lines.Where(IsNew));
        }
        while (page.HasMore && ++pages < MostPages);

        return lines;
    }

    private bool IsNew(LogLine line)
    {
        if (line.Sequence <= shown.GetValueOrDefault(line.Study))
        {
            return false;
        }

        shown[line.Study] = line.Sequence;
        return true;
    }
}
