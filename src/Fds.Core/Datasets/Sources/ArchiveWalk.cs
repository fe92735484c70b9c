using System.Formats.Tar;
using Fds.Core.Runtime;

namespace Fds.Core.Datasets.Sources;

/// <summary>All that is in a tar archive (compressed by gzip or not) but what is hidden, read without unpacking to disk.</summary>
/// <param name="archive">Path of the archive.</param>
/// <param name="wanted">Which files' content is kept.</param>
/// <param name="memory">How much there is for it.</param>
internal sealed class ArchiveWalk(string archive, Func<string, bool> wanted, HostMemory memory)
{
    private readonly Dictionary<string, SourceEntry> found = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Target)> links = [];
    private long kept;

    /// <summary>What is in it, in no order.</summary>
    /// <exception cref="DatasetException">It cannot be read, is damaged, cut off, no tar archive, or has more in it than fits into memory.</exception>
    public IEnumerable<SourceEntry> Entries()
    {
        RequireTar();
        using ContentStream content = Open();
        try
        {
            ReadEntries(content);
            content.RequireEndOfArchive();
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new DatasetException(archive, content.Count, "an intact tar archive", "one that is damaged or cut off", cause);
        }
        catch (IOException cause)
        {
            throw Unreadable(cause);
        }

        links.ForEach(link => FollowLink(link.Path, link.Target));
        return found.Values;
    }

    private void RequireTar()
    {
        if (SourceFile.OnDisk(archive).Signature() is { } other)
        {
            throw new DatasetException(archive, null, "a folder or a tar archive, compressed by gzip or not", other, advice: "Unpack it into a folder, or pack it anew as .tar.gz.");
        }
    }

    private void ReadEntries(ContentStream content)
    {
        long free = memory.FreeBytes();
        using TarReader reader = new(content, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            string path = Inside(entry.Name);
            if (path.Length > 0 && !HiddenNames.IsHiddenPath(path) && Entry(entry, path, free) is { } read)
            {
                // A later entry of the same path replaces the earlier one, as it does when tar unpacks.
                found[path] = read;
            }
        }
    }

    private SourceEntry? Entry(TarEntry entry, string path, long free)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                return new(path, SourceKind.File) { File = wanted(path) ? SourceFile.InArchive(archive, path, Content(entry, free)) : null };
            case TarEntryType.Directory:
                return new(path, SourceKind.Folder);
            case TarEntryType.HardLink:
                return Hardlink(path, Inside(entry.LinkName));
            case TarEntryType.SymbolicLink:
                links.Add((path, entry.LinkName));
                return null;
            case TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes or TarEntryType.LongLink or TarEntryType.LongPath:
                return null;
            default:
                return SourceEntry.Unreadable(path, $"an entry that is no plain file ({entry.EntryType})");
        }
    }

    private byte[] Content(TarEntry entry, long free)
    {
        if (entry.Length > Array.MaxLength)
        {
            throw new InvalidDataException($"The entry {entry.Name} claims {entry.Length} bytes.");
        }

        kept += entry.Length;
        if (kept > free)
        {
            throw new DatasetException($"The files of {archive} need at least {MemoryAmount.Words(kept)} of memory, and {MemoryAmount.Words(free)} are free. Unpack the archive into a folder, whose files are read one by one.");
        }

        byte[] bytes = new byte[entry.Length];
        entry.DataStream?.ReadExactly(bytes);
        return bytes;
    }

    private SourceEntry Hardlink(string path, string target) => found.GetValueOrDefault(target) is { File: { } file }
        ? new(path, SourceKind.File) { File = wanted(path) ? SourceFile.InArchive(archive, path, file.Read()) : null }
        : SourceEntry.Unreadable(path, $"a link to {target}, which is not an earlier file of the archive");

    /// <summary>A link to a file or folder of the archive stands for what it leads to, but for links in there.</summary>
    private void FollowLink(string path, string link)
    {
        string? target = link.StartsWith('/') ? null : Resolve([.. path.Split('/')[..^1], .. link.Split('/')]);
        SourceEntry[] below = target is null ? [] : [.. found.Values.Where(entry => entry.Path.StartsWith(target + "/", StringComparison.Ordinal))];
        if (target is not null && found.GetValueOrDefault(target) is { Kind: SourceKind.File } file)
        {
            found[path] = Copy(file, path);
        }
        else if (below.Length > 0 && !path.StartsWith(target + "/", StringComparison.Ordinal))
        {
            found[path] = new(path, SourceKind.Folder);
            foreach (SourceEntry entry in below)
            {
                string copy = path + entry.Path[target!.Length..];
                found[copy] = Copy(entry, copy);
            }
        }
        else
        {
            found[path] = SourceEntry.Unreadable(path, $"a link that leads to nothing in the archive (to {link})");
        }
    }

    private SourceEntry Copy(SourceEntry entry, string path) =>
        entry with { Path = path, File = entry.File is { } file && wanted(path) ? SourceFile.InArchive(archive, path, file.Read()) : null };

    /// <summary>A path without "." and "..", or null where it leads out of the archive.</summary>
    private static string? Resolve(string[] parts)
    {
        List<string> path = [];
        foreach (string part in parts.Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                path.Add(part);
            }
            else if (path.Count == 0)
            {
                return null;
            }
            else
            {
                path.RemoveAt(path.Count - 1);
            }
        }

        return string.Join('/', path);
    }

    private static string Inside(string name) => string.Join('/', name.Split('/').Where(part => part is not ("" or ".")));

    private ContentStream Open()
    {
        try
        {
            return new ContentStream(archive);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(cause);
        }
    }

    private DatasetException Unreadable(Exception cause) => new(archive, "a readable folder or archive", cause.Message, cause);
}
