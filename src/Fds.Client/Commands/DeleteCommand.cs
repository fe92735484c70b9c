using System.CommandLine;
using Fds.Client.Connections;

namespace Fds.Client.Commands;

/// <summary>fds delete: removes a study and all that is stored of it. That it is not there is what was asked for.</summary>
internal sealed class DeleteCommand : ClusterCommand
{
    private readonly Argument<string> name = CommonOptions.Name();
    private readonly Option<bool> force = new("--force") { Description = "Delete the study even if it is running." };

    public DeleteCommand(Terminal terminal)
        : base(terminal, "delete", "Deletes a study and all that it learned: its state, its entry in the list, its checkpoints. This cannot be undone.")
    {
        Add(name);
        Add(force);
    }

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken) =>
        VerbReport.Show(await session.Study(parsed.GetRequiredValue(name)).Delete(parsed.GetValue(force)), Data(parsed), Terminal);
}
