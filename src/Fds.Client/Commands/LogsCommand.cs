using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Logs;
using Fds.Client.Rendering;
using Fds.Contracts.Logs;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds logs: what the silos said about a study.</summary>
internal sealed class LogsCommand : ClusterCommand
{
    /// <summary>How far the clocks of two silos may be apart.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);
    private readonly Argument<string> name = CommonOptions.Name();
    private readonly Option<bool> follow = new("--follow", "-f") { Description = "Show what comes, too, until the study has ended or Ctrl-C." };

    private readonly Option<int?> replica = new("--replica")
    {
        Description = "Only lines about the replica, trial or run of this number, from 0.",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out int number) && number >= 0)
            {
                return number;
            }

            result.AddError($"--replica: found '{result.Tokens[0].Value}'; expected a whole number from 0 on.");
            return null;
        },
    };

    private readonly Option<TimeSpan?> since = new("--since")
    {
        Description = "Only lines of the last so much time, e.g. 90s, 10m, 2h; default: all that are kept.",
        CustomParser = result =>
        {
            if (Durations.TryParse(result.Tokens[0].Value, out TimeSpan span))
            {
                return span;
            }

            result.AddError($"--since: found '{result.Tokens[0].Value}'; expected a time such as 90s, 10m, 2h, 1d12h or 01:30:00.");
            return null;
        },
    };

    public LogsCommand(Terminal terminal)
        : base(terminal, "logs", "Shows what the silos said about a study, merged by time (UTC); -o json: one object per line. Silos keep a limited number of lines in memory.")
    {
        Add(name);
        Add(follow);
        Add(replica);
        Add(since);
        WriteOnlyIn([OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json], _ => true, "for the lines of a log");
    }

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        (IStudyGrain study, StudyStatus status) = await session.RequireStudy(parsed.GetRequiredValue(name));
        LogReader reader = new(() => LogReader.Active(session.Overview), (silo, asked) => session.Log(silo).Read(asked), () => Query(Volatile.Read(ref status), parsed), Terminal);
        if (!parsed.GetValue(follow))
        {
            await reader.ReadOnce(Writer(parsed), cancellationToken);
            return ExitCodes.Done;
        }

        await reader.Follow(Writer(parsed), HasEnded, cancellationToken);
        return ExitCodes.Done;

        async Task<bool> HasEnded()
        {
            StudyStatus now = await study.GetStatus();
            Volatile.Write(ref status, now);
            return now.State is not (StudyState.Running or StudyState.Paused);
        }
    }

    private LogQuery Query(StudyStatus status, ParseResult parsed) => new()
    {
        // Methods of a comparison and members of a population are studies of their own that belong to this one.
        Studies = [status.Name, .. status.Members.Select(member => member.Study)],
        Replica = parsed.GetValue(replica),
        Age = parsed.GetValue(since),

        // An earlier study of this name is another one.
        From = status.SubmittedAt - Skew,
    };

    private Action<LogLine> Writer(ParseResult parsed) => Format(parsed) switch
    {
        OutputFormat.Json => line => Terminal.Out.WriteLine(MachineFormats.JsonLine(line)),
        OutputFormat.Wide => line => Terminal.Out.WriteLine(LogLines.Wide(line)),
        _ => line => Terminal.Out.WriteLine(LogLines.Text(line)),
    };
}
