using System.Buffers.Binary;
using System.Text;

namespace Fds.Core.Datasets.Sources.Tar;

/// <summary>The block of 512 bytes before every member of a tar archive.</summary>
/// <remarks>POSIX 1003.1 (ustar), with what GNU tar and star make of it.</remarks>
internal readonly ref struct TarHeader
{
    /// <summary>Bytes of a block.</summary>
    public const int Length = 512;

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private readonly ReadOnlySpan<byte> block;

    /// <summary>Takes a block for a header.</summary>
    /// <exception cref="TarFormatException">Its checksum is wrong.</exception>
    public TarHeader(ReadOnlySpan<byte> block)
    {
        this.block = block;
        int sum = 8 * ' ';
        for (int i = 0; i < Length; i++)
        {
            sum += i is < 148 or >= 156 ? block[i] : 0;
        }

        if (Number(148, 8) != sum)
        {
            throw new TarFormatException("an intact tar archive", "an entry whose checksum is not that of its header");
        }
    }

    /// <summary>The path.</summary>
    public string Name => Prefix is { Length: > 0 } prefix ? $"{prefix}/{Field(0, 100)}" : Field(0, 100);

    /// <summary>Where it leads to, if it is a link.</summary>
    public string Link => Field(157, 100);

    /// <summary>What it is.</summary>
    public char Type => (char)block[156];

    /// <summary>Bytes of content that follow.</summary>
    public long Size => Number(124, 12);

    /// <summary>Whether more of the list of a sparse file's pieces follows the header.</summary>
    public bool GoesOn => Type == 'S' && block[482] != 0;

    private string Prefix => !block[257..263].SequenceEqual("ustar\0"u8) ? "" : Field(345, block[508..512].SequenceEqual("tar\0"u8) ? 131 : 155);

    /// <summary>A text of the archive: UTF-8, or else, byte by byte, Latin-1, so that no two texts become one.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private string Field(int at, int length)
    {
        ReadOnlySpan<byte> field = block.Slice(at, length);
        int end = field.IndexOf((byte)0);
        return Text(end < 0 ? field : field[..end]);
    }

    /// <summary>A number in octal digits, or where it is too large for them, in binary.</summary>
    private long Number(int at, int length)
    {
        ReadOnlySpan<byte> field = block.Slice(at, length);
        if (field[0] == 0x80 && length == 12)
        {
            long binary = BinaryPrimitives.ReadInt64BigEndian(field[4..]);
            return binary >= 0 && !field[1..4].ContainsAnyExcept((byte)0) ? binary : throw NoNumber();
        }

        long number = 0;
        ReadOnlySpan<byte> digits = field.TrimStart((byte)' ');
        int end = digits.IndexOfAny((byte)0, (byte)' ');
        foreach (byte digit in end < 0 ? digits : digits[..end])
        {
            number = digit is >= (byte)'0' and <= (byte)'7' ? (number << 3) + digit - '0' : throw NoNumber();
        }

        return number;
    }

    private static TarFormatException NoNumber() => new("an intact tar archive", "an entry with something else in the place of a number");
}
