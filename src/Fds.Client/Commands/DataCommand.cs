using System.CommandLine;
using Fds.Client.Downloads;

namespace Fds.Client.Commands;

/// <summary>fds data: downloads data sets, and hands files to a cluster.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand(Terminal terminal)
        : base("data", "Downloads data sets, and hands files to a cluster.")
    {
        Argument<string> name = new("name") { Description = string.Join(", ", PublishedDatasets.All.Keys) + ".", HelpName = "name" };
        name.CompletionSources.Add([.. PublishedDatasets.All.Keys]);
        Option<string?> to = new Option<string?>("--to") { Description = "Folder of data sets; default: the environment variable FDS_DATA, then data." }.NotEmpty("a folder");
        Option<string?> source = new("--source") { Description = "Address of a folder that holds the files, instead of the publisher's." };
        Option<bool> force = new("--force") { Description = "Replace files that have the publisher's file names but other content." };
        Command get = new("get", "Downloads a data set and checks it. A failed or wrong download leaves nothing behind.") { name, to, source, force };
        get.SetAction(async (parsed, cancellationToken) =>
        {
            using HttpClient http = new();
            string? known = Environment.GetEnvironmentVariable("FDS_DATA") is { Length: > 0 } data ? data : null;
            string folder = parsed.GetValue(to) ?? known ?? "data";
            await new DatasetDownload(http, terminal, PublishedDatasets.All).Get(parsed.GetRequiredValue(name), folder, parsed.GetValue(source), parsed.GetValue(force), cancellationToken);
            if (folder != known)
            {
                terminal.Say($"fds: use it with --data {folder}, or set FDS_DATA to that folder");
            }

            return ExitCodes.Done;
        });
        Add(get);
        Add(new DataPutCommand(terminal));
        Add(new DataListCommand(terminal));
        Add(new DataRemoveCommand(terminal));
    }
}
