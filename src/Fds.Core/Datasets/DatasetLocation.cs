namespace Fds.Core.Datasets;

/// <summary>Where a data set is searched for, and the message if it is not found.</summary>
internal static class DatasetLocation
{
    private const string Advice =
        "Set FDS_DATA or --data to the folder that holds the data sets, or the study's data.path to this one's own folder or archive.";

    /// <summary>
    /// The given path, relative to the data folder; or the first of <paramref name="candidates"/> in the data folder, where a
    /// candidate is a name or a pattern of a name. Of several matches of a pattern the ordinally first is taken. Where there is none of them,
    /// the first of <paramref name="otherForms"/>, which are not read, so that what is there is named by whoever looks into it.
    /// </summary>
    /// <exception cref="DatasetException">Nothing is there; the message lists what was looked for and where.</exception>
    public static string Find(string name, string? path, string? dataFolder, string[] candidates, string[] otherForms)
    {
        if (path is not null)
        {
            string full = Path.GetFullPath(Path.Combine(dataFolder ?? "", path));
            return Path.Exists(full) ? full : throw new DatasetException($"The data set {name} is not at {full}. {Advice}");
        }

        if (dataFolder is null)
        {
            throw new DatasetException($"The data set {name} has no path and there is no data folder to look for it in. {Advice}");
        }

        string folder = Path.GetFullPath(dataFolder);
        return InFolder(folder, [.. candidates, .. otherForms]) ?? throw NotFound($"the data set {name}", candidates, folder);
    }

    /// <summary>The first candidate that is in <paramref name="folder"/>, or null.</summary>
    public static string? InFolder(string folder, params string[] candidates) =>
        Directory.Exists(folder) ? candidates.SelectMany(candidate => Matches(folder, candidate)).FirstOrDefault() : null;

    /// <summary>The complaint that <paramref name="what"/> is not in <paramref name="folder"/> under any of its names.</summary>
    /// <param name="what">What is missing.</param>
    /// <param name="names">What it may be called.</param>
    /// <param name="folder">Where it was looked for.</param>
    /// <param name="there">What is there instead, with the advice that fits it, after a space; nothing: the usual advice.</param>
    public static DatasetException NotFound(string what, IEnumerable<string> names, string folder, string there = "") =>
        new($"Could not find {what}: looked for {string.Join(", ", names)} in {folder}.{(there.Length > 0 ? there : $" {Advice}")}");

    private static IEnumerable<string> Matches(string folder, string candidate) =>
        Directory.EnumerateFileSystemEntries(folder, candidate)
            .Where(path => !ContinuesNumber(candidate, Path.GetFileName(path)))
            .Order(StringComparer.Ordinal);

    /// <summary>Whether the pattern's wildcard swallowed a digit that belongs to the number before it: cifar-10* is not cifar-100.</summary>
    private static bool ContinuesNumber(string pattern, string name)
    {
        int wildcard = pattern.IndexOf('*');
        return wildcard > 0 && char.IsAsciiDigit(pattern[wildcard - 1]) && wildcard < name.Length && char.IsAsciiDigit(name[wildcard]);
    }
}
