namespace Fds.Core.Datasets.Sources;

/// <summary>Symbolic links of an archive, which stand for the files and folders of it that they lead to.</summary>
/// <param name="archive">Path of the archive, for complaints.</param>
/// <param name="found">What else is in the archive, by path.</param>
/// <param name="links">Where each link leads to, by path.</param>
/// <param name="copy">An entry under another path.</param>
internal sealed class ArchiveLinks(string archive, Dictionary<string, SourceEntry> found, Dictionary<string, string> links, Func<SourceEntry, string, SourceEntry> copy)
{
    /// <summary>As many links in a row as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>As many characters as the longest path.</summary>
    private const int LongestPath = 4096;

    /// <summary>Links to folders of links are soon more than any memory holds.</summary>
    private const int MostEntries = 1_000_000;
    private readonly Dictionary<string, HashSet<string>> inFolder = new(StringComparer.Ordinal);
    private readonly List<SourceEntry> entries = [];

    /// <summary>What the links stand for.</summary>
    /// <exception cref="DatasetException">They stand for too much.</exception>
    public IReadOnlyList<SourceEntry> Entries()
    {
        foreach (string path in links.Count == 0 ? [] : found.Keys.Concat(links.Keys))
        {
            Register(path);
        }

        foreach (string link in links.Keys)
        {
            Follow(link, link, []);
        }

        return entries;
    }

    private void Register(string path)
    {
        for (string child = path; child.Length > 0; child = Folder(child))
        {
            string folder = Folder(child);
            bool isKnown = inFolder.TryGetValue(folder, out HashSet<string>? children);
            (children ??= inFolder[folder] = new(StringComparer.Ordinal)).Add(child);
            if (isKnown)
            {
                return;
            }
        }
    }

    /// <summary>Puts what a link leads to under the path that is shown.</summary>
    private void Follow(string link, string shown, string[] above)
    {
        if (Real(link) is not { } real || (!found.ContainsKey(real) && !inFolder.ContainsKey(real)))
        {
            Add(SourceEntry.Unreadable(shown, $"a link that leads to nothing in the archive (to {links[link]})"));
        }
        else if (IsIn(Real(Folder(link)) ?? "", real) || above.Contains(real))
        {
            Add(SourceEntry.Unreadable(shown, "a link back to a folder that it is in"));
        }
        else
        {
            Place(real, shown, above);
        }
    }

    private void Place(string real, string shown, string[] above)
    {
        if (shown.Length > LongestPath)
        {
            throw new DatasetException(archive, $"links to paths of at most {LongestPath} characters", "links to folders of links that are longer");
        }

        if (!inFolder.TryGetValue(real, out HashSet<string>? children))
        {
            Add(copy(found[real], shown));
            return;
        }

        Add(new(shown, SourceKind.Folder));
        foreach (string child in children)
        {
            string path = $"{shown}/{child[(child.LastIndexOf('/') + 1)..]}";
            if (links.ContainsKey(child))
            {
                Follow(child, path, [.. above, real]);
            }
            else
            {
                Place(child, path, [.. above, real]);
            }
        }
    }

    private void Add(SourceEntry entry)
    {
        entries.Add(entry);
        if (entries.Count > MostEntries)
        {
            throw new DatasetException(archive, $"links that stand for at most {MostEntries} files", "links to folders of links that stand for more");
        }
    }

    /// <summary>Where a path leads to, every link in it followed; null where that is out of the archive, or round in a circle.</summary>
    private string? Real(string path)
    {
        Stack<string> left = new(path.Split('/').Reverse());
        string real = "";
        int followed = 0;
        while (left.TryPop(out string? part))
        {
            if (part == ".." && real.Length == 0)
            {
                return null;
            }

            real = part switch { "" or "." => real, ".." => Folder(real), _ when real.Length == 0 => part, _ => $"{real}/{part}" };
            if (links.TryGetValue(real, out string? target))
            {
                if (++followed > MostLinks || target.StartsWith('/'))
                {
                    return null;
                }

                real = Folder(real);
                foreach (string next in target.Split('/').Reverse())
                {
                    left.Push(next);
                }
            }
        }

        return real;
    }

    private static bool IsIn(string path, string folder) => folder.Length == 0 || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string Folder(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];
}
