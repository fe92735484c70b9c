using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Fds.Core.Datasets.Sources;

/// <summary>The files of a folder or of a tar archive (compressed by gzip or not), read without unpacking to disk.</summary>
/// <param name="Name">Path of the folder or archive.</param>
/// <param name="Files">Content by path inside it, with '/' between the parts, sorted ordinally.</param>
internal sealed record SourceTree(string Name, SortedDictionary<string, SourceFile> Files)
{
    /// <summary>How many folders deep a folder is searched: inner folder, split, class.</summary>
    private const int Depth = 3;

    /// <summary>Reads the files whose path inside the folder or archive <paramref name="wanted"/> accepts.</summary>
    /// <exception cref="DatasetException">The archive is damaged, cut off, or no tar archive.</exception>
    public static SourceTree Read(string path, Func<string, bool> wanted) =>
        new(path, Directory.Exists(path) ? FromFolder(path, wanted) : FromArchive(path, wanted));

    /// <summary>Digest of the paths, lengths and times of change of the files of a folder, or of an archive itself, links followed.</summary>
    /// <exception cref="IOException">One of them cannot be looked at.</exception>
    public static string Stamp(string path)
    {
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        IEnumerable<string> files = Directory.Exists(path) ? FilesIn(path).Order(StringComparer.Ordinal) : [path];
        foreach (string file in files)
        {
            FileInfo info = File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new(file);
            digest.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{file}\0{info.Length}\0{info.LastWriteTimeUtc.Ticks}\0")));
        }

        return Convert.ToHexString(digest.GetHashAndReset());
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Depth });

    private static SortedDictionary<string, SourceFile> FromFolder(string folder, Func<string, bool> wanted)
    {
        SortedDictionary<string, SourceFile> files = new(StringComparer.Ordinal);
        foreach (string path in FilesIn(folder))
        {
            string inside = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            if (wanted(inside))
            {
                files[inside] = SourceFile.Read(path);
            }
        }

        return files;
    }

    private static SortedDictionary<string, SourceFile> FromArchive(string archive, Func<string, bool> wanted)
    {
        SortedDictionary<string, SourceFile> files = new(StringComparer.Ordinal);
        using ContentStream content = Open(archive);
        try
        {
            ReadEntries(archive, content, wanted, files);
            content.RequireEndOfArchive();
        }
        catch (Exception cause) when (cause is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new DatasetException(archive, content.Count, "an intact tar archive", "one that is damaged or cut off", cause);
        }

        return files;
    }

    private static void ReadEntries(string archive, ContentStream content, Func<string, bool> wanted, SortedDictionary<string, SourceFile> files)
    {
        using TarReader reader = new(content, leaveOpen: true);
        while (reader.GetNextEntry() is { } entry)
        {
            string inside = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && wanted(inside))
            {
                // A later entry of the same path replaces the earlier one, as it does when tar unpacks.
                files[inside] = new SourceFile($"{archive}#{inside}", ReadEntry(entry));
            }
        }
    }

    private static byte[] ReadEntry(TarEntry entry)
    {
        if (entry.Length > Array.MaxLength)
        {
            throw new InvalidDataException($"The entry {entry.Name} claims {entry.Length} bytes.");
        }

        byte[] bytes = new byte[entry.Length];
        entry.DataStream?.ReadExactly(bytes);
        return bytes;
    }

    private static ContentStream Open(string archive)
    {
        try
        {
            return new ContentStream(archive);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException(archive, "a readable folder or archive", cause.Message, cause);
        }
    }
}
