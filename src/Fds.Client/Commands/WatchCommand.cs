using System.CommandLine;
using Fds.Client.Following;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds watch: follows a study.</summary>
internal sealed class WatchCommand : StudyCommand
{
    public WatchCommand(Terminal terminal)
        : base(terminal, "watch", "Follows a study until it has ended: live in a terminal, otherwise line by line, with -o json one object per line. Ctrl-C stops following; the study continues.") =>
        WriteOnlyIn([OutputFormat.Table, OutputFormat.Wide, OutputFormat.Json], _ => true, "for a study that is being followed");

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyFollower follower = new(Terminal);
        if (Format(parsed) == OutputFormat.Json)
        {
            await follower.Follow(study, happened => Terminal.Out.WriteLine(MachineFormats.JsonLine(happened)), Terminal.IsDataUnread, cancellationToken);
        }
        else if (Terminal is { IsInteractive: true, ShowsData: true })
        {
            await follower.Follow(study, cancellationToken);
        }
        else
        {
            await follower.Follow(study, new ProgressLines(Terminal.Time, Terminal.Out.WriteLine).Show, Terminal.IsDataUnread, cancellationToken);
        }

        return Endings.ExitCode(await study.GetStatus());
    }
}
