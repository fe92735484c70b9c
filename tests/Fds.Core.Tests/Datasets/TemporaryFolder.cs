using System.Formats.Tar;
using System.IO.Compression;

namespace Fds.Core.Tests.Datasets;

/// <summary>A folder of files made by a test, gone when the test ends.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("fds-datasets-").FullName;

    /// <summary>Writes a file, with the folders its name asks for, and returns its full path.</summary>
    public string Write(string name, byte[] content)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Makes a link that leads to <paramref name="target"/>.</summary>
    public string Link(string name, string target)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
        return path;
    }

    /// <summary>Writes a tar archive of the given entries, compressed where its name ends in .gz.</summary>
    public string WriteArchive(string name, params (string Name, byte[] Content)[] entries)
    {
        byte[] archive = Archive(entries);
        return Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(archive) : archive);
    }

    public static byte[] Archive(params (string Name, byte[] Content)[] entries)
    {
        using MemoryStream bytes = new();
        using (TarWriter writer = new(bytes, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return bytes.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
