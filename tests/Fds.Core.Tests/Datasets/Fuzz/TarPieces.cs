using System.Text;

namespace Fds.Core.Tests.Datasets.Fuzz;

/// <summary>Tar archives written by hand, block by block, so that anything can stand in them.</summary>
internal static class TarPieces
{
    private const int Block = 512;

    /// <summary>The end of an archive.</summary>
    public static byte[] End => new byte[2 * Block];

    /// <summary>A member: its header and its content, filled up to whole blocks.</summary>
    /// <param name="name">Its path, of which 100 bytes are taken.</param>
    /// <param name="content">Its content.</param>
    /// <param name="type">What it is, by the letter of the format.</param>
    /// <param name="link">Where it leads to.</param>
    /// <param name="size">The length that the header claims, as it is stored; null: that of the content.</param>
    public static byte[] Member(string name, byte[] content, char type = '0', string link = "", byte[]? size = null)
    {
        byte[] header = new byte[Block];
        Put(header, 0, 100, Encoding.UTF8.GetBytes(name));
        Put(header, 100, 8, "0000644\0"u8.ToArray());
        Put(header, 124, 12, size ?? Encoding.ASCII.GetBytes(Convert.ToString(content.Length, 8).PadLeft(11, '0')));
        header[156] = (byte)type;
        Put(header, 157, 100, Encoding.UTF8.GetBytes(link));
        Put(header, 257, 8, "ustar\000"u8.ToArray());
        return [.. Checked(header), .. content, .. new byte[(Block - (content.Length % Block)) % Block]];
    }

    /// <summary>An extended header, which says more of the member that follows it.</summary>
    public static byte[] Extended(params (string Key, string Value)[] records) =>
        Member("pax", [.. records.SelectMany(record => Record(record.Key, Encoding.UTF8.GetBytes(record.Value)))], 'x');

    /// <summary>A header with the checksum that is its own.</summary>
    public static byte[] Checked(byte[] header)
    {
        header.AsSpan(148, 8).Fill((byte)' ');
        Put(header, 148, 7, [.. Encoding.ASCII.GetBytes(Convert.ToString(header.Take(Block).Sum(each => each), 8).PadLeft(6, '0')), 0]);
        return header;
    }

    /// <summary>A record of an extended header, whose length counts itself.</summary>
    private static byte[] Record(string key, byte[] value)
    {
        byte[] rest = [(byte)' ', .. Encoding.UTF8.GetBytes(key), (byte)'=', .. value, (byte)'\n'];
        int length = rest.Length + 1;
        while (length != rest.Length + length.ToString().Length)
        {
            length = rest.Length + length.ToString().Length;
        }

        return [.. Encoding.ASCII.GetBytes(length.ToString()), .. rest];
    }

    private static void Put(byte[] block, int at, int length, byte[] content) => content.AsSpan(0, Math.Min(length, content.Length)).CopyTo(block.AsSpan(at));
}
