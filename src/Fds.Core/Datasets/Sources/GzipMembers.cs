using System.Buffers.Binary;
using System.IO.Compression;

namespace Fds.Core.Datasets.Sources;

/// <summary>
/// The content of a gzip file (RFC 1952) of one member or several, front to back. The checksum and the length of every member are
/// compared with its trailer.
/// </summary>
/// <remarks>
/// The framework's gzip stream ends silently where a file is cut off, and a deflate stream reads beyond its own end. So each member is
/// inflated by itself, and its trailer, which follows from what came out, is looked for among the last bytes that were read.
/// </remarks>
internal sealed class GzipMembers(FileStream file) : Stream
{
    private const int ReadAhead = 64 * 1024;
    private const int TrailerLength = 8;
    private DeflateStream? member;
    private long memberStart;
    private Crc32 checksum;
    private uint length;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Whether a file begins as gzip does.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> head) => head is [0x1f, 0x8b, ..];

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is damaged, cut off, or goes on with something else.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty && (member is not null || Begin()))
        {
            int read = member!.Read(buffer);
            if (read > 0)
            {
                checksum.Append(buffer[..read]);
                length += (uint)read;
                return read;
            }

            End();
        }

        return 0;
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
        member?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Begins the next member.</summary>
    /// <returns>False where there is none.</returns>
    private bool Begin()
    {
        if (file.Position > 0 && IsPadding(file.Position))
        {
            file.Position = file.Length;
            return false;
        }

        SkipHeader();
        memberStart = file.Position;
        checksum = default;
        length = 0;
        member = new DeflateStream(file, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private void SkipHeader()
    {
        byte[] header = Bytes(10);
        if (!IsMagic(header) || header[2] != 8)
        {
            throw new InvalidDataException("Something other than another member follows a gzip member.");
        }

        int flags = header[3];
        if ((flags & 4) != 0)
        {
            Bytes(BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
        }

        for (int text = (flags >> 3 & 1) + (flags >> 4 & 1); text > 0; text--)
        {
            while (Bytes(1)[0] != 0)
            {
            }
        }

        Bytes((flags & 2) != 0 ? 2 : 0);
    }

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        return file.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw new InvalidDataException("The gzip header is cut off.");
    }

    /// <summary>Finds the trailer of the member that has just ended, and goes to what follows it.</summary>
    private void End()
    {
        member!.Dispose();
        member = null;
        byte[] trailer = new byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, checksum.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), length);

        long from = Math.Max(memberStart, file.Position - ReadAhead);
        file.Position = Math.Min(file.Length, file.Position + TrailerLength);
        byte[] last = new byte[file.Position - from];
        file.Position = from;
        file.ReadExactly(last);
        for (int at = last.AsSpan().IndexOf(trailer); at >= 0;)
        {
            file.Position = from + at + TrailerLength;
            if (IsPadding(file.Position) || BeginsMember(file.Position))
            {
                return;
            }

            int next = last.AsSpan(at + 1).IndexOf(trailer);
            at = next < 0 ? -1 : at + 1 + next;
        }

        throw new InvalidDataException("A gzip member has no trailer with its checksum and length.");
    }

    /// <summary>Whether nothing but zeros follow, as on tapes, or nothing at all.</summary>
    private bool IsPadding(long position)
    {
        byte[] buffer = new byte[4096];
        int read;
        file.Position = position;
        while ((read = file.Read(buffer)) > 0 && !buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
        {
        }

        file.Position = position;
        return read == 0;
    }

    private bool BeginsMember(long position)
    {
        Span<byte> magic = stackalloc byte[2];
        bool begins = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && IsMagic(magic);
        file.Position = position;
        return begins;
    }
}
