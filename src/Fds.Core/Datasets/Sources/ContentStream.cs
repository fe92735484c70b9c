using System.Buffers.Binary;
using System.IO.Compression;

namespace Fds.Core.Datasets.Sources;

/// <summary>
/// The content of a file, front to back: through gzip where its first two bytes say so (some downloads keep the name and lose
/// the compression), else as it is.
/// </summary>
/// <remarks>
/// The framework's gzip stream ends silently where a file is cut off, so the length in the trailer (RFC 1952, ISIZE) is compared
/// here. That takes the file to be one gzip member, which is how every data set is published.
/// </remarks>
internal sealed class ContentStream : Stream
{
    private const int TarBlock = 512;
    private readonly FileStream file;
    private readonly Stream content;
    private long zerosAtEnd;

    public ContentStream(string path)
    {
        file = File.OpenRead(path);
        content = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Bytes of content read so far.</summary>
    public long Count { get; private set; }

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

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = content.Read(buffer);
        Count += read;
        int last = buffer[..read].LastIndexOfAnyExcept((byte)0);
        zerosAtEnd = last < 0 ? zerosAtEnd + read : read - 1 - last;
        return read;
    }

    /// <summary>
    /// Reads what is left, so that gzip's checksum is looked at, and compares the length in its trailer.
    /// </summary>
    /// <exception cref="InvalidDataException">The stream is damaged or cut off.</exception>
    public void RequireIntactEnd()
    {
        CopyTo(Null);
        if (content != file && LengthInTrailer() != (uint)Count)
        {
            throw new InvalidDataException("The gzip trailer states another length.");
        }
    }

    /// <summary>As <see cref="RequireIntactEnd"/>, and the content ends with the block of zeros that ends a tar archive.</summary>
    /// <exception cref="InvalidDataException">The stream is damaged or cut off.</exception>
    public void RequireEndOfArchive()
    {
        RequireIntactEnd();
        if (zerosAtEnd < TarBlock)
        {
            throw new InvalidDataException("The archive has no end marker.");
        }
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
        return read == 2 && magic is [0x1f, 0x8b];
    }

    private uint LengthInTrailer()
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Seek(-Math.Min(4, file.Length), SeekOrigin.End);
        file.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }
}
