using System.CommandLine;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds pause: holds a study up.</summary>
internal sealed class PauseCommand : StudyCommand
{
    private readonly Option<string> reason = new Option<string>("--reason") { Description = "Reason, stored with the study.", DefaultValueFactory = _ => "paused from the console" }.NotEmpty("some words");

    public PauseCommand(Terminal terminal)
        : base(terminal, "pause", "Pauses a study: running work saves a checkpoint and stops, and nothing starts until the study is resumed.") => Add(reason);

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken) =>
        VerbReport.Show(await study.Pause(parsed.GetRequiredValue(reason)), Data(parsed), Terminal);
}
