using Fds.Core.Datasets.Sources.Tar;
using Fds.Core.Runtime;

namespace Fds.Core.Datasets.Sources;

/// <summary>All that is in a tar archive (compressed by gzip or not) but what is hidden, read without unpacking to disk.</summary>
/// <param name="archive">Path of the archive.</param>
/// <param name="wanted">Which files' content is kept.</param>
/// <param name="memory">How much there is for it.</param>
internal sealed class ArchiveWalk(string archive, Func<string, bool> wanted, HostMemory memory)
{
    private readonly Dictionary<string, SourceEntry> found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> links = new(StringComparer.Ordinal);
    private readonly List<string> replaced = [];
    private long kept;

    /// <summary>Files that are not read since a later one has the same path, as it replaces the earlier when tar unpacks.</summary>
    public IEnumerable<string> Replaced => replaced.Where(path => !HiddenNames.IsHiddenPath(path)).Order(StringComparer.Ordinal);

    /// <summary>What is in it, in no order.</summary>
    /// <exception cref="DatasetException">It cannot be read, is damaged, cut off, no tar archive, or has more in it than fits into memory.</exception>
    public IEnumerable<SourceEntry> Entries()
    {
        RequireTar();
        using ContentStream content = Open();
        try
        {
            ReadMembers(new TarMembers(content));
        }
        catch (TarFormatException cause)
        {
            throw new DatasetException(archive, content.Count, cause.Expectation, cause.Found, cause);
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException)
        {
            throw new DatasetException(archive, content.Count, "an intact tar archive", "one that is damaged or cut off", cause);
        }
        catch (IOException cause)
        {
            throw Unreadable(cause);
        }

        foreach (SourceEntry entry in new ArchiveLinks(archive, found, links, Copy).Entries())
        {
            Add(entry);
        }

        return found.Values.Where(entry => !HiddenNames.IsHiddenPath(entry.Path));
    }

    private void RequireTar()
    {
        if (SourceFile.OnDisk(archive).Signature() is { } other)
        {
            throw new DatasetException(archive, null, "a folder or a tar archive, compressed by gzip or not", other, advice: "Unpack it into a folder, or pack it again as .tar.gz.");
        }
    }

    private void ReadMembers(TarMembers members)
    {
        long free = memory.FreeBytes();
        while (members.Next() is { } member)
        {
            string path = Inside(member.Name);
            if (path.Length == 0)
            {
                continue;
            }

            if (links.Remove(path))
            {
                replaced.Add(path);
            }

            if (member.IsSymbolicLink && !LeadsOut(path))
            {
                links[path] = member.Link;
                Forget(path);
            }
            else
            {
                Add(Entry(members, member, path, free));
            }
        }
    }

    private SourceEntry Entry(TarMembers members, TarMember member, string path, long free) => member switch
    {
        _ when LeadsOut(path) => SourceEntry.Unreadable(path, "a path with '..' in it"),
        { IsSparse: true } => SourceEntry.Unreadable(path, "a file whose holes are not stored (sparse)"),
        { IsFile: true } => new(path, SourceKind.File) { File = wanted(path) ? SourceFile.InArchive(archive, path, Content(members, member, free)) : null },
        { IsFolder: true } => new(path, SourceKind.Folder),
        { IsHardLink: true } => Hardlink(path, Inside(member.Link)),
        _ => SourceEntry.Unreadable(path, member.Kind),
    };

    private byte[] Content(TarMembers members, TarMember member, long free)
    {
        if (member.Length > Array.MaxLength)
        {
            throw new TarFormatException($"files of at most {Array.MaxLength} bytes", $"{member.Name} of {member.Length}");
        }

        kept += member.Length;
        return kept <= free
            ? members.Content(member)
            : throw new DatasetException($"The files of {archive} need at least {MemoryAmount.Words(kept)} of memory, and {MemoryAmount.Words(free)} are free. Unpack the archive into a folder, whose files are read one by one.");
    }

    private SourceEntry Hardlink(string path, string target) => found.GetValueOrDefault(target) is { File: { } file }
        ? new(path, SourceKind.File) { File = wanted(path) ? SourceFile.InArchive(archive, path, file.Read()) : null }
        : SourceEntry.Unreadable(path, $"a link to {target}, which is not an earlier file of the archive");

    private SourceEntry Copy(SourceEntry entry, string path) =>
        entry with { Path = path, File = entry.File is { } file && wanted(path) ? SourceFile.InArchive(archive, path, file.Read()) : null };

    private void Add(SourceEntry entry)
    {
        // A folder is often there again, and all that is in it stays.
        if (entry.Kind != SourceKind.Folder || found.GetValueOrDefault(entry.Path) is not { Kind: SourceKind.Folder })
        {
            Forget(entry.Path);
        }

        found[entry.Path] = entry;
    }

    private void Forget(string path)
    {
        if (found.Remove(path, out SourceEntry? earlier) && earlier.Kind != SourceKind.Folder)
        {
            replaced.Add(path);
        }
    }

    private static bool LeadsOut(string path) => path.Split('/').Contains("..");

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

    private DatasetException Unreadable(Exception cause) => new(archive, "a folder or archive that can be read", FileRefusal.Of(cause), cause);
}
