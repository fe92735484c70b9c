using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Contracts.DataFiles;

namespace Fds.Client.Commands;

/// <summary>fds data remove: deletes files that were put into a cluster.</summary>
internal sealed class DataRemoveCommand : ClusterCommand
{
    private readonly Argument<string[]> paths = new("path") { Description = "Paths in the data folder, as fds data list shows them.", Arity = ArgumentArity.OneOrMore };

    public DataRemoveCommand(Terminal terminal)
        : base(terminal, "remove", "Deletes files that were put into the cluster from the data folders of all silos that are up. A file that a study which has not ended reads stays.") => Add(paths);

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        List<DataFileReport> reports = [];
        foreach (string path in parsed.GetRequiredValue(paths))
        {
            DataFileReport report = await session.DataFiles.Remove(path)
                ?? throw new ConsoleException(ExitCodes.Usage, $"no file '{path}' was put into the cluster. 'fds data list' shows those that were.");
            reports.Add(report.Refusal is { } refusal ? throw new DataRefusedException(refusal) : report);
            DataFileStatus[] left = [.. report.Silos.Where(silo => silo.Condition != DataFileCondition.Absent)];
            Terminal.Say(left.Length == 0
                ? $"fds: {path} is removed from all silos that are up"
                : $"fds: {path} is taken off the list, but not deleted at {string.Join("; ", left.Select(silo => $"{silo.Silo}: {silo.Reason ?? "it has other content there"}"))}");
        }

        Data(parsed).Write(reports, _ => DataFileTables.Silos(reports), [.. reports.Select(report => report.File.Path)]);
        return ExitCodes.Done;
    }
}
