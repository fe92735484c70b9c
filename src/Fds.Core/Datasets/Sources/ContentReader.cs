using System.Buffers.Binary;

namespace Fds.Core.Datasets.Sources;

/// <summary>Reads a file from front to back, and refuses it with the offset and the expectation where it is not as the format says.</summary>
internal sealed class ContentReader(SourceFile file)
{
    /// <summary>Bytes read so far.</summary>
    public int Offset { get; private set; }

    /// <summary>Bytes not yet read.</summary>
    public int Left => file.Content.Length - Offset;

    /// <summary>The next four bytes as an unsigned big-endian number.</summary>
    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32BigEndian(Bytes(4, what));

    /// <summary>The next <paramref name="length"/> bytes.</summary>
    public ReadOnlySpan<byte> Bytes(long length, string what)
    {
        if (length > Left)
        {
            throw Refuse($"{what} ({length} bytes)", $"the end of the file after {Left} more bytes");
        }

        ReadOnlySpan<byte> bytes = file.Content.AsSpan(Offset, (int)length);
        Offset += (int)length;
        return bytes;
    }

    /// <summary>Refuses bytes after the last one.</summary>
    public void End()
    {
        if (Left > 0)
        {
            throw Refuse("the end of the file", $"{Left} more bytes");
        }
    }

    /// <summary>The complaint about what stands at the current offset, or <paramref name="back"/> bytes before it.</summary>
    public DatasetException Refuse(string expectation, string found, int back = 0) => new(file.Name, Offset - back, expectation, found);
}
