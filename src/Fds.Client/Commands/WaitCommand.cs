using System.CommandLine;
using Fds.Client.Following;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds wait: ends when a study does.</summary>
internal sealed class WaitCommand : StudyCommand
{
    /// <summary>What a timer can be set to, in whole days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    private readonly Option<TimeSpan?> timeout = new("--timeout")
    {
        Description = "Longest time to wait, e.g. 90s, 30m, 1h, up to 49d; default: no limit.",
        CustomParser = result =>
        {
            if (Durations.TryParse(result.Tokens[0].Value, out TimeSpan span) && span <= Longest)
            {
                return span;
            }

            result.AddError($"--timeout: found '{result.Tokens[0].Value}'; expected a time such as 90s, 30m, 2h, 1d12h or 01:30:00, at most {Longest.TotalDays} days.");
            return null;
        },
    };

    public WaitCommand(Terminal terminal)
        : base(terminal, "wait", "Waits until a study has ended. The exit code says how it ended. A paused study has not ended.") => Add(timeout);

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (parsed.GetValue(timeout) is { } time)
        {
            limit.CancelAfter(time);
        }

        try
        {
            await new StudyFollower(Terminal).Follow(study, _ => { }, isUnread: null, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Terminal.Say($"fds: {status.Name} has not ended within the given time");
            return ExitCodes.TimedOut;
        }

        StudyStatus end = await study.GetStatus();
        Data(parsed).Write(end, figures => StudyTables.Line(end, Terminal.Time.GetUtcNow(), figures), end.Name);
        Endings.Explain(Terminal, end);
        return Endings.ExitCode(end);
    }
}
