using System.Security.Cryptography;
using Fds.Client.Connections;
using Fds.Client.Faults;
using Fds.Contracts.DataFiles;

namespace Fds.Client.Uploads;

/// <summary>Hands a file to a cluster: to one silo in pieces, from which the others get it.</summary>
internal sealed class DataUpload(ClusterSession cluster, Terminal terminal)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(0.25);
    private readonly int mostBytes = ClientSecurity.MostBytes() / 2;

    /// <summary>Puts a file into every data folder.</summary>
    /// <param name="file">The file.</param>
    /// <param name="force">Whether it replaces another one.</param>
    /// <param name="cancellationToken">Ends the upload; nothing of it is kept.</param>
    /// <returns>What every silo has of it then.</returns>
    /// <exception cref="ConsoleException">The file cannot be read, or a silo was lost.</exception>
    /// <exception cref="DataRefusedException">The cluster does not take it.</exception>
    public async Task<DataFileReport> Put(PutFile file, bool force, CancellationToken cancellationToken)
    {
        TransferLines lines = new(file.Path, terminal.Time, terminal.Say);
        await using FileStream content = Open(file.Source);
        DataFile described = new() { Path = file.Path, Bytes = content.Length, Sha256 = await Hash(content, lines, cancellationToken), Replaces = force };
        DataFileReport report = await Settled(() => cluster.DataFiles.Check(described), report => terminal.Say($"fds: {report.File.Path}: a silo reads what it has"), cancellationToken);
        if (report.Refusal is { } refusal)
        {
            throw new DataRefusedException(refusal);
        }

        if (report.Holders > 0)
        {
            terminal.Say($"fds: {file.Path} is at {Silos(report, DataFileCondition.Here)} already, with the same content; it is not sent again");
        }
        else
        {
            await Send(content, described, report.Silos.First(silo => silo.Condition != DataFileCondition.Unknown).Silo, lines, cancellationToken);
        }

        await cluster.DataFiles.Add(described);
        return await Settled(async () => (await cluster.DataFiles.Look(described.Path))!, moving => Show(moving, lines), cancellationToken);
    }

    private static string Silos(DataFileReport report, DataFileCondition condition) => string.Join(", ", report.Silos.Where(silo => silo.Condition == condition).Select(silo => silo.Silo));

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"'{path}' cannot be read: {FileFault.Reason(e, path)}.", e);
        }
    }

    private static void Show(DataFileReport report, TransferLines lines)
    {
        foreach (DataFileStatus coming in report.Silos.Where(silo => silo.Condition == DataFileCondition.Coming))
        {
            lines.Show($"{coming.Silo} gets it from another silo", coming.Bytes, report.File.Bytes);
        }
    }

    private static async Task<string> Hash(FileStream content, TransferLines lines, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 20];
        int length;
        while ((length = await content.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, length);
            lines.Show("computing its checksum", content.Position, content.Length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task Send(FileStream content, DataFile file, string silo, TransferLines lines, CancellationToken cancellationToken)
    {
        IDataFolderGrain folder = cluster.DataFolder(silo);
        Guid upload = Guid.NewGuid();
        try
        {
            byte[] piece = new byte[Math.Min(await folder.Begin(upload, file), mostBytes)];
            content.Position = 0;
            long sent = 0;
            int length;
            while ((length = await content.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                sent = await folder.Write(upload, sent, piece.AsSpan(0, length).ToArray());
                lines.Show($"sending to {silo}", sent, file.Bytes);
                cancellationToken.ThrowIfCancellationRequested();
            }

            await folder.Finish(upload, file);
        }
        catch (Exception e) when (e is not DataRefusedException)
        {
            await Abandon(folder, upload);
            throw e is OperationCanceledException ? e : new ConsoleException(
                ExitCodes.StudyFailed, $"{file.Path} could not be sent to the silo {silo}: {ConsoleFault.Of(e).Message.TrimEnd('.')}. Nothing of it was kept. Run the command again.", e);
        }
    }

    /// <summary>Lets the silo drop what it has. One that does not hear of it drops it after a while by itself.</summary>
    private static async Task Abandon(IDataFolderGrain folder, Guid upload)
    {
        try
        {
            await folder.Abandon(upload).WaitAsync(TimeSpan.FromSeconds(2), TimeProvider.System);
        }
#pragma warning disable CA1031 // The reason for giving up is what counts.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Asks until nothing is under way any more.</summary>
    private async Task<DataFileReport> Settled(Func<Task<DataFileReport>> ask, Action<DataFileReport> show, CancellationToken cancellationToken)
    {
        DataFileReport report;
        while ((report = await ask()).Silos.Any(silo => silo.IsUnderWay))
        {
            show(report);
            await Task.Delay(LookAgain, terminal.Time, cancellationToken);
        }

        return report;
    }
}
