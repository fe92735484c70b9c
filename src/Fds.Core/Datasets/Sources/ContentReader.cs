using System.Buffers.Binary;
using Fds.Core.Runtime;

namespace Fds.Core.Datasets.Sources;

/// <summary>Reads a file from front to back, and refuses it with the offset and the expectation where it is not as the format says.</summary>
/// <param name="file">The file, for complaints.</param>
/// <param name="content">Its content; disposed of with this.</param>
/// <param name="most">Bytes that the content has at most.</param>
internal sealed class ContentReader(SourceFile file, Stream content, long most) : IDisposable
{
    private const int BufferLength = 64 * 1024;
    private const int LargeLength = 64 << 20;

    /// <summary>Bytes read so far.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes that can be left: as many as there are, unless the file is compressed.</summary>
    public long MostLeft => most - Offset;

    /// <summary>The next four bytes as an unsigned big-endian number.</summary>
    public uint UInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes, what);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>The next <paramref name="length"/> bytes.</summary>
    public byte[] Bytes(int length, string what)
    {
        Require(length, what);
        byte[] bytes = new byte[length];
        Fill(bytes, what);
        return bytes;
    }

    /// <summary>The next bytes, as many as there is room for.</summary>
    public void Fill(Span<byte> into, string what)
    {
        int read = Read(into);
        if (read < into.Length)
        {
            throw Short(into.Length, what, read);
        }

        Offset += read;
    }

    /// <summary>The pixels of all images of <paramref name="blocks"/>.</summary>
    public void Fill(PixelBlocks blocks, string what)
    {
        long total = 0;
        for (int block = 0; block < blocks.BlockCount; block++)
        {
            int read = Read(blocks.Block(block));
            total += read;
            if (read < blocks.Block(block).Length)
            {
                throw Short(blocks.Length, what, total);
            }
        }

        Offset += total;
    }

    /// <summary>Refuses a file in which fewer bytes are left, before room is made for them.</summary>
    public void Require(long length, string what)
    {
        if (length > MostLeft)
        {
            throw Short(length, what, CountRest());
        }
    }

    /// <summary>All that is left.</summary>
    /// <exception cref="DatasetException">It is more than an array holds, or than there is memory for, as a small file may be when it is compressed.</exception>
    public byte[] Rest()
    {
        using MemoryStream all = new((int)Math.Min(MostLeft, BufferLength));
        byte[] buffer = new byte[BufferLength];
        for (int read; (read = Read(buffer)) > 0; Offset += read)
        {
            if (all.Length + read > Array.MaxLength)
            {
                throw new DatasetException(file.Name, $"a file of at most {Array.MaxLength} bytes", "a larger one");
            }

            // The room doubles when it is full, and the old and the new are there at once.
            if (all.Length + read > all.Capacity && all.Capacity >= LargeLength && 3L * all.Capacity > HostMemory.Here.FreeBytes())
            {
                throw new DatasetException(file.Name, $"a file that fits into memory ({MemoryAmount.Words(HostMemory.Here.FreeBytes())} are free)", $"more than {MemoryAmount.Words(all.Length)} in it");
            }

            all.Write(buffer.AsSpan(0, read));
        }

        return all.ToArray();
    }

    /// <summary>The first of the remaining bytes, up to a number.</summary>
    public byte[] Head(int length)
    {
        byte[] head = new byte[length];
        return head[..Read(head)];
    }

    /// <summary>Refuses bytes after the last one.</summary>
    public void End()
    {
        if (CountRest() is > 0 and var rest)
        {
            throw Refuse("the end of the file", MoreBytes(rest));
        }
    }

    /// <summary>The complaint about what stands at the current offset, or <paramref name="back"/> bytes before it.</summary>
    public DatasetException Refuse(string expectation, string found, long back = 0) => new(file.Name, Offset - back, expectation, found);

    /// <inheritdoc/>
    public void Dispose() => content.Dispose();

    private static string MoreBytes(long count) => count == 1 ? "1 more byte" : $"{count} more bytes";

    private DatasetException Short(long length, string what, long left) => Refuse($"{what} ({length} bytes)", $"the end of the file after {MoreBytes(left)}");

    private long CountRest()
    {
        byte[] buffer = new byte[BufferLength];
        long count = 0;
        for (int read; (read = Read(buffer)) > 0;)
        {
            count += read;
        }

        return count;
    }

    private int Read(Span<byte> into)
    {
        try
        {
            return content.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException cause)
        {
            throw new DatasetException(file.Name, Offset, "an intact gzip stream", "one that is damaged or cut off", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw file.Unreadable(cause);
        }
    }
}
