using System.Security.Cryptography;

namespace Fds.Client.Downloads;

/// <summary>Downloads data sets: to a temporary name, checked, then renamed.</summary>
/// <param name="http">How files are fetched.</param>
/// <param name="terminal">Where is told how it goes.</param>
/// <param name="published">The data sets that can be downloaded, by name.</param>
internal sealed class DatasetDownload(HttpClient http, Terminal terminal, IReadOnlyDictionary<string, PublishedDataset> published)
{
    /// <summary>Gets every file of a data set that is not there yet.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="dataFolder">The folder of data sets.</param>
    /// <param name="source">Address of a folder that holds the files; null: the publisher's.</param>
    /// <param name="force">Whether other files of the same names are replaced.</param>
    /// <param name="cancellationToken">Stops; nothing is kept of the file at hand.</param>
    /// <exception cref="ConsoleException">The name is unknown, or a file cannot be had or is not what was published.</exception>
    public async Task Get(string name, string dataFolder, string? source, bool force, CancellationToken cancellationToken)
    {
        if (!published.TryGetValue(name, out PublishedDataset? dataset))
        {
            throw new ConsoleException(ExitCodes.Usage, $"no data set named '{name}' can be downloaded; expected one of {string.Join(", ", published.Keys)}.");
        }

        Uri from = source is null ? dataset.Source : Folder(source);
        string folder = Folders.Make(Path.Combine(dataFolder, dataset.Folder));
        List<PublishedFile> missing = await Missing(dataset, folder, force, cancellationToken);
        foreach (PublishedFile file in missing)
        {
            await Get(file, new Uri(from, file.Name), Path.Combine(folder, file.Name), cancellationToken);
        }

        terminal.Say($"fds: {name} is in {folder}");
    }

    private static Uri Folder(string address) => Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw new ConsoleException(ExitCodes.Usage, $"--source: found '{address}'; expected an address that begins with http:// or https://.");

    /// <summary>The files that are not there yet.</summary>
    /// <exception cref="ConsoleException">Files of their names are there that are others.</exception>
    private async Task<List<PublishedFile>> Missing(PublishedDataset dataset, string folder, bool force, CancellationToken cancellationToken)
    {
        List<PublishedFile> missing = [];
        List<string> others = [];
        foreach (PublishedFile file in dataset.Files)
        {
            FileInfo there = new(Path.Combine(folder, file.Name));
            if (there.Exists && await Md5(there.FullName, cancellationToken) == file.Md5)
            {
                terminal.Say($"fds: {file.Name} already exists");
                continue;
            }

            missing.Add(file);
            if (there.Exists || there.LinkTarget is not null || Directory.Exists(there.FullName))
            {
                others.Add(file.Name);
            }
        }

        return others.Count == 0 || force
            ? missing
            : throw new ConsoleException(ExitCodes.Usage, $"{folder} holds other files with the names {string.Join(", ", others)}. Name another folder with --to, or replace them with --force.");
    }

    private async Task Get(PublishedFile file, Uri address, string path, CancellationToken cancellationToken)
    {
        string temporary = path + ".part";
        try
        {
            terminal.Say($"fds: downloading {address}");
            await using (Stream content = await http.GetStreamAsync(address, cancellationToken))
            await using (FileStream target = new(temporary, FileMode.Create, FileAccess.Write))
            {
                await content.CopyToAsync(target, cancellationToken);
            }

            string found = await Md5(temporary, cancellationToken);
            if (found != file.Md5)
            {
                throw new ConsoleException(ExitCodes.StudyFailed, $"{address} is not the file that was published: its MD5 is {found}, expected {file.Md5}. Nothing was kept.");
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"{address} cannot be downloaded: {FileFault.Reason(e, Path.GetDirectoryName(path))}. Nothing was kept.", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<string> Md5(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
#pragma warning disable CA5351 // A check against damage, with the checksum that the publishers give.
        return Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellationToken));
#pragma warning restore CA5351
    }
}
