using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds cancel: stops a study and keeps what it learned.</summary>
internal sealed class CancelCommand : StudyCommand
{
    private readonly Option<string> reason = new Option<string>("--reason") { Description = "Reason, stored with the study.", DefaultValueFactory = _ => "cancelled from the console" }.NotEmpty("some words");

    public CancelCommand(Terminal terminal)
        : base(terminal, "cancel", "Stops a study and keeps what it learned.") => Add(reason);

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyStatus now = await study.Cancel(parsed.GetRequiredValue(reason));
        Data(parsed).Write(now, figures => StudyTables.Line(now, Terminal.Time.GetUtcNow(), figures), now.Name);
        Terminal.Say(status.State is StudyState.Running or StudyState.Paused ? $"fds: {now.Name} is cancelled; 'fds results {now.Name}' shows what it learned" : $"fds: {now.Name} had already ended ({now.State})");
        return ExitCodes.Done;
    }
}
