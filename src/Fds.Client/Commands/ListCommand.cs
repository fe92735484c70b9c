using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Contracts.Catalogue;

namespace Fds.Client.Commands;

/// <summary>fds list: all studies.</summary>
internal sealed class ListCommand(Terminal terminal) : ClusterCommand(terminal, "list", "Lists all studies.")
{
    private const int PageSize = 500;

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        List<StudySummary> studies = [];
        string? from = null;
        do
        {
            StudyPage page = await session.Catalogue.List(from, PageSize);
            studies.AddRange(page.Studies);
            from = page.Next;
        }
        while (from is not null);

        Data(parsed).Write(studies, figures => StudyTables.List(studies, Format(parsed) == OutputFormat.Wide, Terminal.Time.GetUtcNow(), figures), [.. studies.Select(study => study.Name)]);
        return ExitCodes.Done;
    }
}
