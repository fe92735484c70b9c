namespace Fds.Core.Datasets.Sources;

/// <summary>
/// The content of a file, front to back: through gzip where its first two bytes say so (some downloads keep the name and lose
/// the compression), else as it is. What has no length of its own, a pipe or a device, is taken as empty and never opened.
/// </summary>
internal sealed class ContentStream : Stream
{
    /// <summary>Deflate makes at most 258 bytes of two bits.</summary>
    private const int MostExpansion = 1032;
    private readonly Stream file;
    private readonly Stream content;

    public ContentStream(string path)
    {
        if (LengthOf(path) == 0)
        {
            (file, content) = (Null, Null);
            return;
        }

        FileStream opened = File.OpenRead(path);
        file = opened;
        bool isGzip = IsGzip(opened);
        content = isGzip ? new GzipMembers(opened) : opened;
        Most = isGzip ? opened.Length * MostExpansion : opened.Length;
    }

    /// <summary>Bytes of content read so far.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of content that there can be at most: as many as there are where nothing is compressed.</summary>
    public long Most { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => Count; set => throw new NotSupportedException(); }

    /// <summary>Length of a file in bytes as it lies there, links followed.</summary>
    public static long LengthOf(string path) => (File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path)).Length;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">It is compressed, and damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = content.Read(buffer);
        Count += read;
        return read;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && GzipMembers.IsMagic(magic);
    }
}
