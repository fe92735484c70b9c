using System.CommandLine;
using System.Collections.Immutable;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Contracts.DataFiles;

namespace Fds.Client.Commands;

/// <summary>fds data list: the files that were put into a cluster.</summary>
internal sealed class DataListCommand(Terminal terminal) : ClusterCommand(terminal, "list", "Lists the files that were put into the cluster, and how many silos have them; -o wide: each silo. What lies in data folders otherwise is not listed.")
{
    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        List<DataFileReport> reports = [];
        ImmutableArray<DataFileReport> page;
        do
        {
            page = await session.DataFiles.List(reports.LastOrDefault()?.File.Path);
            reports.AddRange(page);
        }
        while (!page.IsEmpty);

        Grid grid = Format(parsed) is OutputFormat.Wide or OutputFormat.Csv ? DataFileTables.Silos(reports) : DataFileTables.Files(reports);
        Data(parsed).Write(reports, _ => grid, [.. reports.Select(report => report.File.Path)]);
        return ExitCodes.Done;
    }
}
