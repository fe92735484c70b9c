using System.Globalization;
using System.Text;

namespace Fds.Core.Datasets.Sources.Tar;

/// <summary>The members of a tar archive, front to back.</summary>
/// <remarks>
/// The framework's own reader compares no checksum, takes a header whose checksum is zero for the archive's end, gives every name that is
/// not UTF-8 the same letters, and passes the pieces of sparse files off as the files: an archive that is damaged is read in part, in silence.
/// </remarks>
/// <param name="content">The archive; read to its end.</param>
internal sealed class TarMembers(ContentStream content)
{
    /// <summary>Longer than any system's paths, and than what extended headers have beside them.</summary>
    private const int LongestText = 1 << 20;

    /// <summary>Bytes of a path, as Linux has it.</summary>
    private const int LongestPath = 4096;
    private readonly Dictionary<string, string> ofAll = new(StringComparer.Ordinal);
    private long unread;

    /// <summary>The next one; null at the end, behind which there is nothing.</summary>
    /// <exception cref="TarFormatException">The archive is damaged, or something follows its end.</exception>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public TarMember? Next()
    {
        Skip(unread);
        Dictionary<string, string> own = new(StringComparer.Ordinal);
        byte[] block = new byte[TarHeader.Length];
        while (true)
        {
            content.ReadExactly(block);
            if (!block.AsSpan().ContainsAnyExcept((byte)0))
            {
                return RequireNothingMore(own);
            }

            TarHeader header = new(block);
            switch (header.Type)
            {
                case 'x' or 'X':
                    PaxRecords.Read(Text(header.Size), own);
                    break;
                case 'g':
                    PaxRecords.Read(Text(header.Size), ofAll);
                    break;
                case 'L':
                    own["path"] = TarHeader.Text(Text(header.Size).AsSpan().TrimEnd((byte)0));
                    break;
                case 'K':
                    own["linkpath"] = TarHeader.Text(Text(header.Size).AsSpan().TrimEnd((byte)0));
                    break;
                default:
                    return Member(header, own);
            }
        }
    }

    /// <summary>The content of the last one.</summary>
    public byte[] Content(TarMember member)
    {
        Require(member.Length);
        byte[] bytes = new byte[member.Length];
        content.ReadExactly(bytes);
        unread -= bytes.Length;
        return bytes;
    }

    private TarMember Member(TarHeader header, Dictionary<string, string> own)
    {
        string? Of(string key) => own.TryGetValue(key, out string? value) || ofAll.TryGetValue(key, out value) ? value is "" ? null : value : null;
        string name = Of("GNU.sparse.name") ?? Of("path") ?? header.Name;
        long length = Of("size") is not { } size ? header.Size
            : long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long given) ? given
            : throw new TarFormatException("an intact tar archive", "an extended header with something else in the place of a length");
        bool isSparse = header.Type == 'S' || own.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal));
        TarMember member = new(name, Of("linkpath") ?? header.Link, header.Type, length, isSparse);
        if (Encoding.UTF8.GetByteCount(name) > LongestPath || Encoding.UTF8.GetByteCount(member.Link) > LongestPath)
        {
            throw new TarFormatException($"paths of at most {LongestPath} bytes", "a longer one");
        }

        if (length > 0 && header.Type is '1' or '2' or '3' or '4' or '5' or '6')
        {
            throw new TarFormatException("an intact tar archive", "an entry that has content but is no file");
        }

        for (bool goesOn = header.GoesOn; goesOn;)
        {
            byte[] pieces = new byte[TarHeader.Length];
            content.ReadExactly(pieces);
            goesOn = pieces[504] != 0;
        }

        unread = Filled(length);
        return member;
    }

    private byte[] Text(long length)
    {
        if (length > LongestText)
        {
            throw new TarFormatException("an intact tar archive", $"an extended header of {length} bytes");
        }

        byte[] text = new byte[length];
        content.ReadExactly(text);
        Skip(Filled(length) - length);
        return text;
    }

    private TarMember? RequireNothingMore(Dictionary<string, string> own)
    {
        if (own.Count > 0)
        {
            throw new TarFormatException("an entry after its extended header", "the end of the archive");
        }

        byte[] rest = new byte[TarHeader.Length];
        for (int read; (read = content.Read(rest)) > 0;)
        {
            if (rest.AsSpan(0, read).ContainsAnyExcept((byte)0))
            {
                throw new TarFormatException("nothing after the end of the archive", "more bytes, as if archives were joined");
            }
        }

        return null;
    }

    /// <summary>Refuses a length for which there are too few bytes, before room is made for them.</summary>
    private void Require(long length)
    {
        if (length > content.Most - content.Count)
        {
            throw new EndOfStreamException();
        }
    }

    private void Skip(long count)
    {
        Require(count);
        byte[] buffer = new byte[Math.Min(count, 1 << 16)];
        for (long left = count; left > 0; left -= Math.Min(left, buffer.Length))
        {
            content.ReadExactly(buffer, 0, (int)Math.Min(left, buffer.Length));
        }

        unread = 0;
    }

    /// <summary>A length filled up to whole blocks.</summary>
    private static long Filled(long length) => length > long.MaxValue - TarHeader.Length
        ? throw new TarFormatException("an intact tar archive", $"an entry of {length} bytes")
        : (length + TarHeader.Length - 1) / TarHeader.Length * TarHeader.Length;
}
