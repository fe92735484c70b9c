namespace Fds.Core.Datasets.Sources;

/// <summary>All that is in a folder but what is hidden, links followed.</summary>
/// <param name="entersBelow">Whether a folder at this path is entered as well.</param>
internal sealed class FolderWalk(Func<string, bool> entersBelow)
{
    /// <summary>What stands in a name for bytes that are no characters.</summary>
    private const char NoCharacter = '\ufffd';
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The content of <paramref name="folder"/>, in no order. Entries that may not be read are listed as unreadable.</summary>
    /// <exception cref="DatasetException">The folder itself may not be listed.</exception>
    public IEnumerable<SourceEntry> Entries(string folder) => List(folder, out string? fault) is { } found
        ? Visit(found, "", [DataBoundary.Real(folder)])
        : throw new DatasetException(folder, "a folder that can be read", fault!);

    private IEnumerable<SourceEntry> Visit(FileSystemInfo[] found, string inside, string[] above)
    {
        foreach (FileSystemInfo info in found.Where(info => !HiddenNames.IsHidden(info.Name)))
        {
            string path = inside.Length == 0 ? info.Name : $"{inside}/{info.Name}";
            if (Fault(info) is { } fault)
            {
                yield return SourceEntry.Unreadable(path, fault);
            }
            else if (!Directory.Exists(info.FullName))
            {
                yield return new SourceEntry(path, SourceKind.File) { File = SourceFile.OnDisk(info.FullName) };
            }
            else
            {
                foreach (SourceEntry entry in VisitFolder(info, path, above))
                {
                    yield return entry;
                }
            }
        }
    }

    private IEnumerable<SourceEntry> VisitFolder(FileSystemInfo folder, string path, string[] above)
    {
        string real = folder.LinkTarget is null ? Path.Combine(above[^1], folder.Name) : DataBoundary.Real(folder.FullName);
        if (above.Contains(real))
        {
            return [SourceEntry.Unreadable(path, "a link back to a folder that it is in")];
        }

        if (!entersBelow(path))
        {
            return [new SourceEntry(path, SourceKind.Folder) { IsUnseen = true }];
        }

        return List(folder.FullName, out string? fault) is { } found
            ? Visit(found, path, [.. above, real]).Prepend(new SourceEntry(path, SourceKind.Folder))
            : [SourceEntry.Unreadable(path, fault!)];
    }

    private static FileSystemInfo[]? List(string folder, out string? fault)
    {
        try
        {
            fault = null;
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything)];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            fault = FileRefusal.Of(cause);
            return null;
        }
    }

    private static string? Fault(FileSystemInfo info)
    {
        try
        {
            if (info.LinkTarget is { } target)
            {
                return info.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } ? null : $"a link that leads nowhere (to {target})";
            }

            return Path.Exists(info.FullName) ? null
                : info.Name.Contains(NoCharacter, StringComparison.Ordinal) ? "a name that is not UTF-8, under which it cannot be opened"
                : "one that this user may not read, or that no longer exists";
        }
        catch (UnauthorizedAccessException)
        {
            return "a link to a place that this user may not read";
        }
        catch (IOException)
        {
            return "a link that is part of a cycle, or that leads through something other than a folder";
        }
    }
}
