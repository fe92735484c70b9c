using System.Security.Cryptography;
using System.Text;
using Fds.Contracts.Faults;
using Fds.Contracts.Folders;
using Orleans.Storage;

namespace Fds.Grains.Storage;

/// <summary>
/// A folder of versioned files that one process at a time may use. A file's first line holds format, etag and the SHA-256 of the
/// rest, so that damage is noticed when it is read.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private const string Format = "fds-state-1";

    private readonly string root;
    private readonly FolderLock ownership;

    /// <summary>Never disposed of, because a write that is running when the silo ends still releases it.</summary>
    private readonly SemaphoreSlim gate = new(1);

    /// <summary>Opens a folder, and creates it if it is absent.</summary>
    /// <exception cref="StateFolderException">Another process uses it, or the system refuses.</exception>
    public StateFolder(string root)
    {
        this.root = Path.GetFullPath(root);
        try
        {
            ownership = FolderLock.Take(this.root);
        }
        catch (IOException e)
        {
            throw new StateFolderException(e.Message, e);
        }
    }

    /// <summary>Where a state is or would be.</summary>
    public string PathOf(string name) => Path.Combine(root, name);

    /// <summary>A stored state, or null where there is none.</summary>
    /// <exception cref="StateFolderException">The file is damaged, or cannot be read.</exception>
    public StoredState? Read(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] content = Content(path);
        int end = Array.IndexOf(content, (byte)'\n');
        string[] header = end < 0 ? [] : Encoding.ASCII.GetString(content, 0, end).Split(' ');
        if (header is not [Format, _, _])
        {
            throw new StateFolderException($"The state file {path} is damaged: expected its first line to begin with {Format}. Restore it from a backup, or delete it to lose that state.");
        }

        byte[] body = content[(end + 1)..];
        return Checksum(body) == header[2]
            ? new(header[1], body)
            : throw new StateFolderException($"The state file {path} is damaged: its content does not have the checksum of its first line. Restore it from a backup, or delete it to lose that state.");
    }

    /// <summary>Replaces a state, if the stored version is still the expected one.</summary>
    /// <returns>The new etag.</returns>
    /// <exception cref="InconsistentStateException">Another version is stored.</exception>
    /// <exception cref="StateFolderException">The file cannot be written, as on a full disk; what was stored before still is.</exception>
    public Task<string> Replace(string name, string? expected, ReadOnlyMemory<byte> body) => InTurn(() =>
    {
        RequireVersion(name, expected);
        string path = PathOf(name);
        string etag = Guid.NewGuid().ToString("N");
        byte[] header = Encoding.ASCII.GetBytes($"{Format} {etag} {Checksum(body.Span)}\n");
        string temporary = path + ".tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(header);
                file.Write(body.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUp(temporary);
            throw new StateFolderException($"The state file {path} of {header.Length + body.Length} bytes cannot be written: {DiskFault.Reason(e, root)}. The state stored before is unchanged.", e);
        }

        return etag;
    });

    /// <summary>Deletes a state, if the stored version is still the expected one.</summary>
    /// <exception cref="InconsistentStateException">Another version is stored.</exception>
    public Task Delete(string name, string? expected) => InTurn(() =>
    {
        RequireVersion(name, expected);
        File.Delete(PathOf(name));
        return true;
    });

    /// <inheritdoc/>
    public void Dispose() => ownership.Dispose();

    /// <summary>Makes one change at a time, off the caller's turn. Flushing a disk takes time, and callers wait for it without holding a thread.</summary>
    private async Task<T> InTurn<T>(Func<T> change)
    {
        await gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(change).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private static byte[] Content(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateFolderException($"The state file {path} cannot be read: {(e is UnauthorizedAccessException ? "this user may not read it" : DiskFault.Reason(e, path))}.", e);
        }
    }

    /// <summary>Deletes a file that could not be written, so that it does not take the space that the next write needs.</summary>
    private static void GiveUp(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next write overwrites the same file.
        }
    }

    private static string Checksum(ReadOnlySpan<byte> body) => Convert.ToHexString(SHA256.HashData(body));

    private void RequireVersion(string name, string? expected)
    {
        string? stored = Read(name)?.ETag;
        if (stored != expected)
        {
            throw new InconsistentStateException($"{name}: version {stored ?? "none"} is stored, but {expected ?? "none"} was expected.", stored, expected);
        }
    }
}
