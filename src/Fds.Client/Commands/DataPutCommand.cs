using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Client.Uploads;
using Fds.Contracts.DataFiles;

namespace Fds.Client.Commands;

/// <summary>fds data put: hands files to a cluster.</summary>
internal sealed class DataPutCommand : ClusterCommand
{
    private readonly Argument<string[]> files = new("file") { Description = "The files, e.g. a table or a TorchScript model.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> name = new Option<string?>("--as") { Description = "Path in the data folder, as studies name it; with '/' at its end, a folder. Default: the file's own name." }.NotEmpty("a path in the data folder");
    private readonly Option<bool> force = new("--force") { Description = "Replace a file of the same name that has other content, unless a study that has not ended reads it." };
    private IReadOnlyList<PutFile> put = [];

    public DataPutCommand(Terminal terminal)
        : base(terminal, "put", "Puts files into the data folder of every silo, checked by SHA-256. What a silo has already is not sent again; a broken upload leaves nothing behind.")
    {
        Add(files);
        Add(name);
        Add(force);
    }

    protected override Task Prepare(ParseResult parsed, CancellationToken cancellationToken)
    {
        put = PutFile.Name(parsed.GetRequiredValue(files), parsed.GetValue(name));
        return Task.CompletedTask;
    }

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        DataUpload upload = new(session, Terminal);
        List<DataFileReport> reports = [];
        foreach (PutFile file in put)
        {
            DataFileReport report = await upload.Put(file, parsed.GetValue(force), cancellationToken);
            reports.Add(report);
            Terminal.Say(report.IsEverywhere
                ? $"fds: {report.File.Path} is at all silos that are up ({report.Holders}); a study names it as path: {report.File.Path}"
                : $"fds: {report.File.Path} is at {report.Holders} of {report.Silos.Length} silos; without it: {DataFileTables.Without(report)}. Those get it from the others as soon as they can; run the command again to see it.");
        }

        Data(parsed).Write(reports, _ => DataFileTables.Silos(reports), [.. reports.Select(report => report.File.Path)]);
        return reports.All(report => report.IsEverywhere) ? ExitCodes.Done : ExitCodes.StudyFailed;
    }
}
