using System.CommandLine;
using Fds.Client.Following;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds watch: follows a study.</summary>
internal sealed class WatchCommand : StudyCommand
{
    public WatchCommand(Terminal terminal)
        : base(terminal, "watch", "Follows a study until it has ended, with -o json as one object per line. Ctrl-C stops following; the study goes on.") =>
        WriteOnlyIn([OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json], _ => true, "of what has no end yet");

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        Action<StudyEvent>? lines = Format(parsed) == OutputFormat.Json ? happened => Terminal.Out.WriteLine(MachineFormats.JsonLine(happened)) : null;
        await new StudyFollower(Terminal).Follow(study, lines, cancellationToken);
        return Endings.ExitCode(await study.GetStatus());
    }
}
