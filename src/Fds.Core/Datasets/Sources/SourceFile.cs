namespace Fds.Core.Datasets.Sources;

/// <summary>A file on disk, which is read when it is asked for, or an entry of an archive, which is in memory.</summary>
internal sealed class SourceFile
{
    private const int HeadLength = 512;
    private readonly byte[]? content;

    private SourceFile(string name, byte[]? content)
    {
        Name = name;
        this.content = content;
    }

    /// <summary>Path of the file, or <c>archive#entry</c>: the name that a complaint about it uses.</summary>
    public string Name { get; }

    /// <summary>A file on disk.</summary>
    public static SourceFile OnDisk(string path) => new(path, null);

    /// <summary>An entry of an archive with its bytes.</summary>
    public static SourceFile InArchive(string archive, string path, byte[] content) => new($"{archive}#{path}", content);

    /// <summary>All its bytes, decompressed where they are compressed by gzip.</summary>
    /// <exception cref="DatasetException">The file cannot be read, or its gzip stream is damaged or cut off.</exception>
    public byte[] Read()
    {
        if (content is not null)
        {
            return content;
        }

        using ContentReader reader = Open();
        return reader.Rest();
    }

    /// <summary>Its content, front to back.</summary>
    /// <exception cref="DatasetException">The file cannot be opened.</exception>
    public ContentReader Open()
    {
        if (content is not null)
        {
            return new ContentReader(this, new MemoryStream(content, writable: false), content.Length);
        }

        try
        {
            ContentStream stream = new(Name);
            return new ContentReader(this, stream, stream.Most);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(cause);
        }
    }

    /// <summary>What its first bytes say that it is, in words; null where they say nothing known.</summary>
    public string? Signature()
    {
        using ContentReader reader = Open();
        return FileSignature.Of(reader.Head(HeadLength));
    }

    /// <summary>The complaint that the system does not let it be read.</summary>
    public DatasetException Unreadable(Exception cause) => new(Name, "a file that can be read", FileRefusal.Of(cause), cause);
}
