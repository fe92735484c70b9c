namespace Fds.Core.Datasets;

/// <summary>Keeps a study's data inside the data folder, links followed.</summary>
public static class DataBoundary
{
    /// <summary>As many links in a row as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>Why <paramref name="path"/>, by its text alone, leads out of the data folder; null if it does not.</summary>
    /// <param name="path">The path.</param>
    /// <param name="field">The study's field that has it.</param>
    public static string? Complaint(string path, string field = "data.path")
    {
        if (Path.IsPathRooted(path))
        {
            return $"{field} must be relative to the data folder, but is '{path}'. Put the files into that folder, and name them by their path in it.";
        }

        return path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Contains("..")
            ? $"{field} must stay in the data folder, but is '{path}'. Remove every '..' from it."
            : null;
    }

    /// <summary>Refuses a file or folder that, after following every link, is not in the data folder, and a folder that has such a link in it.</summary>
    /// <exception cref="OutsideDataFolderException">It is not.</exception>
    public static void Require(string location, string dataFolder)
    {
        string root = Real(dataFolder);
        RequireInside(location, root, dataFolder);
        if (!Directory.Exists(location))
        {
            return;
        }

        EnumerationOptions links = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
        foreach (FileSystemInfo entry in new DirectoryInfo(location).EnumerateFileSystemInfos("*", links).Where(entry => entry.LinkTarget is not null))
        {
            RequireInside(entry.FullName, root, dataFolder);
        }
    }

    /// <summary>Whether a path, every link followed, is in the data folder. What is below it is not looked at.</summary>
    public static bool IsInside(string location, string dataFolder) => IsBelow(Real(location), Real(dataFolder));

    private static bool IsBelow(string real, string root) => real == root || real.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static void RequireInside(string location, string root, string dataFolder)
    {
        string real = Real(location);
        if (!IsBelow(real, root))
        {
            throw new OutsideDataFolderException($"{location} leads to {real}, outside the data folder {dataFolder}, which studies on this cluster may not read. Put the data themselves into the folder.");
        }
    }

    /// <summary>Where a path leads to, every link in it followed.</summary>
    public static string Real(string path) => Walk("", Path.GetFullPath(path), MostLinks);

    /// <summary>A path with no link left in it, part by part as the system walks it: '..' leads up from where a link has led to.</summary>
    private static string Walk(string from, string path, int links)
    {
        string real = Path.IsPathRooted(path) ? Path.GetPathRoot(path)! : from;
        foreach (string part in path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = part switch
            {
                "." => real,
                ".." => Path.GetDirectoryName(real) ?? real,
                _ => Follow(real, part, links),
            };
        }

        return real;
    }

    private static string Follow(string folder, string part, int links)
    {
        string next = Path.Combine(folder, part);
        if (new FileInfo(next).LinkTarget is not { } target)
        {
            return next;
        }

        return links > 0 ? Walk(folder, target, links - 1) : throw new OutsideDataFolderException($"{next} has more than {MostLinks} links one after another.");
    }
}
