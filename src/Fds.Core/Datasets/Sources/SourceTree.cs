using System.Security.Cryptography;
using System.Text;
using Fds.Core.Runtime;

namespace Fds.Core.Datasets.Sources;

/// <summary>What a folder or a tar archive holds, but for what is hidden.</summary>
/// <param name="Name">Path of the folder or archive.</param>
/// <param name="Entries">All that is in it, sorted ordinally by path.</param>
internal sealed record SourceTree(string Name, IReadOnlyList<SourceEntry> Entries)
{
    /// <summary>How many folders deep any folder is searched.</summary>
    private const int DepthOfSearch = 3;

    /// <summary>How many folders deep a folder of training or test images is searched.</summary>
    private const int DepthOfSet = 8;

    /// <summary>Paths of files of an archive that are not read since a later one has the same path.</summary>
    public IReadOnlyList<string> Replaced { get; private init; } = [];

    /// <summary>The files whose content is there.</summary>
    public IEnumerable<(string Path, SourceFile File)> Files => Entries.Where(entry => entry.File is not null).Select(entry => (entry.Path, entry.File!));

    /// <summary>Lists a folder or archive.</summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="wanted">Of which files, by their paths inside, the content is at hand; of an archive these are kept in memory.</param>
    /// <param name="memory">How much there is.</param>
    /// <exception cref="DatasetException">It cannot be read, or is a damaged archive or none.</exception>
    public static SourceTree Read(string path, Func<string, bool> wanted, HostMemory memory)
    {
        if (Directory.Exists(path))
        {
            return new(path, Sorted(Walk.Entries(path).Select(entry => wanted(entry.Path) ? entry : entry with { File = null })));
        }

        ArchiveWalk archive = new(path, wanted, memory);
        return new(path, Sorted(archive.Entries())) { Replaced = [.. archive.Replaced] };
    }

    /// <summary>Digest of the paths, lengths and times of change of the files of a folder, or of an archive itself, links followed.</summary>
    /// <exception cref="IOException">One of them cannot be looked at.</exception>
    public static string Stamp(string path)
    {
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => digest.AppendData(Encoding.UTF8.GetBytes(text));
        if (!Directory.Exists(path))
        {
            Add(Of(path));
            return Convert.ToHexString(digest.GetHashAndReset());
        }

        foreach (SourceEntry entry in Walk.Entries(path).OrderBy(entry => entry.Path, StringComparer.Ordinal))
        {
            Add(entry.File is { } file ? Of(file.Name) : $"{entry.Path}\0{entry.Fault}\0");
        }

        return Convert.ToHexString(digest.GetHashAndReset());
    }

    /// <summary>How a complaint names something in it.</summary>
    public string NameOf(string path) => Directory.Exists(Name) ? Path.Combine(Name, path) : $"{Name}#{path}";

    private static FolderWalk Walk { get; } = new(EntersBelow);

    private static SourceEntry[] Sorted(IEnumerable<SourceEntry> entries) => [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];

    private static bool EntersBelow(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length <= DepthOfSearch || (parts.Length <= DepthOfSet && parts.Any(part => SplitNames.IsTraining(part) || SplitNames.IsTest(part)));
    }

    private static string Of(string file)
    {
        FileInfo info = File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new(file);
        return FormattableString.Invariant($"{file}\0{info.Length}\0{info.LastWriteTimeUtc.Ticks}\0");
    }
}
