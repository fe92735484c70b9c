using System.Globalization;
using Fds.Contracts.DataFiles;
using Fds.Contracts.Folders;
using Fds.Core.Datasets;
using Fds.Grains.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Fds.Grains.DataFiles;

/// <summary>This silo's data folder: what it has of files, what it takes, and where they go.</summary>
internal sealed class DataFolder(IOptions<FdsSiloOptions> options, ILocalSiloDetails silo, TimeProvider time)
{
    /// <summary>How long an answer waits for a file's content to be read. The next one finds it read further.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const string Assembly = ".dll";
    private const string Elsewhere = "Put it there as the folder's owner does; docs/operate.md has the ways";
    private readonly FileHashes hashes = new();

    /// <summary>A file was stored or deleted.</summary>
    public event Action? Changed;

    /// <summary>This silo's name.</summary>
    public string Silo => silo.Name;

    /// <summary>The folder; null where the silo has none.</summary>
    public string? Root => options.Value.DataFolder is { Length: > 0 } folder ? folder : null;

    /// <summary>What every temporary name of this silo begins with. Silos that share a folder leave one another's alone.</summary>
    public string TemporaryPrefix => $"{DataFileName.Reserved}{silo.Name}-";

    /// <summary>What is here of a file.</summary>
    public async Task<DataFileStatus> Look(DataFile file)
    {
        if (Root is null || DataFileName.Complaint(file.Path) is not null || WhyOutside(file.Path) is not null)
        {
            return Status(DataFileCondition.Absent);
        }

        string target = Locate(file.Path);
        FileInfo found = new(target);
        if (!found.Exists)
        {
            return Directory.Exists(target) ? Status(DataFileCondition.Other, "a folder has its name there") : Status(DataFileCondition.Absent);
        }

        return found.Length != file.Bytes ? Status(DataFileCondition.Other) : await Compare(found, file);
    }

    /// <summary>Why this silo does not take a file, as a sentence for people; null where it does.</summary>
    public string? Complaint(DataFile file)
    {
        string? reason = DataFileName.Complaint(file.Path) is { } odd ? odd.TrimEnd('.') :
            Root is null ? $"it has no data folder. Whoever runs it can name one by {FdsSiloOptions.Section}:{nameof(FdsSiloOptions.Data)} or FDS_DATA" :
            !Directory.Exists(Root) ? $"its data folder {Root} does not exist" :
            options.Value.MaxDataFileBytes == 0 ? $"it takes no files, since {FdsSiloOptions.Section}:{nameof(FdsSiloOptions.MaxDataFileBytes)} is 0" :
            file.Bytes > options.Value.MaxDataFileBytes ? $"it has {file.Bytes} bytes, and the silo takes files of at most {options.Value.MaxDataFileBytes} ({FdsSiloOptions.Section}:{nameof(FdsSiloOptions.MaxDataFileBytes)})" :
            file.Path.EndsWith(Assembly, StringComparison.OrdinalIgnoreCase) && !options.Value.AllowAssemblies ? $"it is a .NET assembly, and the silo loads none ({FdsSiloOptions.Section}:{nameof(FdsSiloOptions.AllowAssemblies)})" :
            WhyOutside(file.Path) ?? WhyNotWritable(Locate(file.Path)) ?? WhyNoRoom(file);
        return reason is null ? null : $"the silo {Silo} does not take {file.Path}: {reason}.";
    }

    /// <summary>Begins to take a file in.</summary>
    /// <exception cref="DataRefusedException">This silo does not take it.</exception>
    public IncomingFile Receive(DataFile file) => Complaint(file) is { } complaint
        ? throw new DataRefusedException(complaint)
        : IncomingFile.Begin(file, Locate(file.Path), $"{TemporaryPrefix}{Guid.NewGuid():N}");

    /// <summary>Gives a file that has arrived its name, unless another one has it.</summary>
    /// <exception cref="DataRefusedException">Another one has it, or the file is damaged or cannot be stored.</exception>
    public async Task<DataFileStatus> Keep(IncomingFile incoming)
    {
        DataFileStatus now;
        while ((now = await Look(incoming.File)).Condition == DataFileCondition.Checking)
        {
            // Another file of the same length is in its place.
        }

        if (now.Condition is not (DataFileCondition.Absent or DataFileCondition.Here) && !incoming.File.Replaces)
        {
            incoming.Dispose();
            throw new DataRefusedException($"{incoming.File.Path} is in the data folder of {Silo} by now, with other content. Nothing was changed.");
        }

        await Task.Run(incoming.Complete);
        hashes.Know(Locate(incoming.File.Path), incoming.File.Sha256);
        Changed?.Invoke();
        return Status(DataFileCondition.Here);
    }

    /// <summary>A part of a file.</summary>
    /// <exception cref="DataRefusedException">It is not here.</exception>
    public async Task<byte[]> Read(DataFile file, long offset, int count)
    {
        if ((await Look(file)).Condition != DataFileCondition.Here)
        {
            throw new DataRefusedException($"the silo {Silo} does not have {file.Path}.");
        }

        await using FileStream stream = File.OpenRead(Locate(file.Path));
        byte[] part = new byte[Math.Clamp(stream.Length - offset, 0, count)];
        stream.Seek(offset, SeekOrigin.Begin);
        await stream.ReadExactlyAsync(part);
        return part;
    }

    /// <summary>Deletes a file that is here unchanged.</summary>
    /// <returns>What is here of it then.</returns>
    public async Task<DataFileStatus> Delete(DataFile file)
    {
        DataFileStatus now = await Look(file);
        if (now.Condition != DataFileCondition.Here)
        {
            return now;
        }

        string target = Locate(file.Path);
        try
        {
            File.Delete(target);
            Changed?.Invoke();
            return Status(DataFileCondition.Absent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return now with { Reason = DiskFault.Reason(e, target) };
        }
    }

    /// <summary>Deletes what uploads left that broke off with an earlier process of this silo.</summary>
    /// <returns>How many files.</returns>
    public int RemoveLeftovers()
    {
        EnumerationOptions everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        string[] left = Root is { } root && Directory.Exists(root) ? Directory.GetFiles(DataBoundary.Real(root), $"{TemporaryPrefix}*", everywhere) : [];
        foreach (string file in left)
        {
            File.Delete(file);
        }

        return left.Length;
    }

    /// <summary>This silo's word on a file.</summary>
    public DataFileStatus Status(DataFileCondition condition, string? reason = null) => new() { Silo = Silo, Condition = condition, Reason = reason };

    /// <summary>The full path of a file, every link followed, also that of the file itself: what it leads to is replaced, not the link.</summary>
    private string Locate(string path) => DataBoundary.Real(Path.Combine(Root!, path));

    private async Task<DataFileStatus> Compare(FileInfo found, DataFile file)
    {
        Task<string> hash = hashes.Of(found);
        if (await Task.WhenAny(hash, Task.Delay(Patience, time, CancellationToken.None)) != hash)
        {
            return Status(DataFileCondition.Checking);
        }

        try
        {
            return Status(await hash == file.Sha256 ? DataFileCondition.Here : DataFileCondition.Other);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Status(DataFileCondition.Other, $"it cannot be read: {DiskFault.Reason(e, found.FullName)}");
        }
    }

    private string? WhyOutside(string path)
    {
        try
        {
            return DataBoundary.IsInside(Path.Combine(Root!, path), Root!) ? null : "a link on its path leads out of the data folder";
        }
        catch (OutsideDataFolderException)
        {
            return "the links on its path do not end";
        }
    }

    private string? WhyNotWritable(string target)
    {
        string? folder = Path.GetDirectoryName(target);
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = File.Exists(folder) ? null : Path.GetDirectoryName(folder);
        }

        if (folder is null)
        {
            return "a part of its path is a file";
        }

        try
        {
            using FileStream trial = new(Path.Combine(folder, $"{TemporaryPrefix}{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"it cannot write into its data folder {Root}: {DiskFault.Reason(e, folder)}. {Elsewhere}";
        }
    }

    private string? WhyNoRoom(DataFile file)
    {
        const double MiB = 1 << 20;
        string root = DataBoundary.Real(Root!);
        return new DriveInfo(root).AvailableFreeSpace < file.Bytes
            ? string.Create(CultureInfo.InvariantCulture, $"the disk {DiskFault.Describe(root)} has no room for its {file.Bytes / MiB:F1} MiB")
            : null;
    }
}
