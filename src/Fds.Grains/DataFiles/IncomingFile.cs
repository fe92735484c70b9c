using System.Security.Cryptography;
using Fds.Contracts.DataFiles;
using Fds.Contracts.Folders;

namespace Fds.Grains.DataFiles;

/// <summary>
/// A file that arrives in pieces: under a temporary name in its own folder until all of it is there and its checksum is right. Disposing of
/// it before that leaves nothing behind, the folders that were made for it included.
/// </summary>
internal sealed class IncomingFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> made;
    private readonly string target;
    private readonly string temporary;
    private readonly FileStream stream;
    private long position;
    private bool isOver;

    private IncomingFile(DataFile file, string target, string temporary, List<string> made)
    {
        File = file;
        this.target = target;
        this.temporary = temporary;
        this.made = made;
        stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public DataFile File { get; }

    /// <summary>Bytes that are there.</summary>
    public long Position => Volatile.Read(ref position);

    /// <summary>Begins one.</summary>
    /// <param name="file">What arrives.</param>
    /// <param name="target">Its full path, every link followed.</param>
    /// <param name="temporary">File name until it is whole.</param>
    /// <exception cref="DataRefusedException">No file can be made there.</exception>
    public static IncomingFile Begin(DataFile file, string target, string temporary)
    {
        string folder = Path.GetDirectoryName(target)!;
        List<string> made = [];
        try
        {
            for (string? missing = folder; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            {
                made.Add(missing);
            }

            Directory.CreateDirectory(folder);
            return new(file, target, Path.Combine(folder, temporary), made);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(made);
            throw new DataRefusedException($"{file.Path} cannot be stored in {folder}: {DiskFault.Reason(e, folder)}. Nothing of it was kept.", e);
        }
    }

    /// <summary>Adds a piece. One that is there already changes nothing.</summary>
    /// <returns>Bytes that are there.</returns>
    /// <exception cref="DataRefusedException">The piece does not follow what is there, or cannot be stored; the file is given up.</exception>
    public long Write(long offset, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (isOver)
            {
                throw Gone(File.Path);
            }

            if (offset + bytes.Length <= position)
            {
                return position;
            }

            if (offset != position || offset + bytes.Length > File.Bytes)
            {
                throw GiveUp($"the bytes from {offset} on, {bytes.Length} of them, do not follow the {position} that are there of {File.Bytes}");
            }

            return Append(bytes);
        }
    }

    /// <summary>Compares the checksum, brings everything to the disk, and gives the file its name.</summary>
    /// <exception cref="DataRefusedException">The content is another, or cannot be stored; the file is given up.</exception>
    public void Complete()
    {
        lock (gate)
        {
            if (isOver)
            {
                throw Gone(File.Path);
            }

            if (position != File.Bytes)
            {
                throw GiveUp($"{position} bytes of {File.Bytes} have arrived");
            }

            string found = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (found != File.Sha256)
            {
                throw GiveUp($"its SHA-256 is {found} where it arrived, but {File.Sha256} where it was sent. It was changed or damaged on its way");
            }

            Publish();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (!isOver)
            {
                Discard();
            }
        }
    }

    /// <summary>What is said of an upload that is over.</summary>
    public static DataRefusedException Gone(string path) =>
        new($"the upload of {path} is over: its silo was started anew, or nothing of it came for a while. Nothing of it was kept. Run the command again.");

    private static void Remove(List<string> folders)
    {
        try
        {
            // The innermost first, and only what nobody else uses by now.
            foreach (string folder in folders.TakeWhile(folder => !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any()).Where(Directory.Exists))
            {
                Directory.Delete(folder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another file has arrived there, or nobody may delete anything there.
        }
    }

    private long Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            stream.Write(bytes);
            hash.AppendData(bytes);
            Volatile.Write(ref position, position + bytes.Length);
            return position;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw GiveUp(DiskFault.Reason(e, temporary), e);
        }
    }

    private void Publish()
    {
        try
        {
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            System.IO.File.Move(temporary, target, overwrite: true);
            hash.Dispose();
            isOver = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw GiveUp(DiskFault.Reason(e, target), e);
        }
    }

    private DataRefusedException GiveUp(string reason, Exception? cause = null)
    {
        Discard();
        string message = $"{File.Path} cannot be stored in {Path.GetDirectoryName(target)}: {reason}. Nothing of it was kept.";
        return cause is null ? new(message) : new(message, cause);
    }

    private void Discard()
    {
        isOver = true;
        hash.Dispose();
        try
        {
            stream.Dispose();
        }
        catch (IOException)
        {
            // What it could not write any more is not wanted either.
        }

        try
        {
            System.IO.File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The silo's next start removes it.
        }

        Remove(made);
    }
}
