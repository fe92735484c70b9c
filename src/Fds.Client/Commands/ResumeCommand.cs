using System.CommandLine;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds resume: lets a paused study go on.</summary>
internal sealed class ResumeCommand(Terminal terminal) : StudyCommand(terminal, "resume", "Continues a paused study from its checkpoints.")
{
    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken) =>
        VerbReport.Show(await study.Resume(), Data(parsed), Terminal);
}
