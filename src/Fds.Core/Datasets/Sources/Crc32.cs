namespace Fds.Core.Datasets.Sources;

/// <summary>The checksum of gzip (RFC 1952, section 8), eight bytes at a time.</summary>
internal struct Crc32
{
    private const uint Polynomial = 0xedb88320;
    private static readonly uint[] Table = MakeTable();
    private uint register;

    /// <summary>The checksum of all that was appended.</summary>
    public readonly uint Value => register;

    /// <summary>Takes more bytes in.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~register;
        while (bytes.Length >= 8)
        {
            crc ^= bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16) | ((uint)bytes[3] << 24);
            crc = Table[(7 * 256) + (byte)crc] ^ Table[(6 * 256) + (byte)(crc >> 8)] ^ Table[(5 * 256) + (byte)(crc >> 16)] ^ Table[(4 * 256) + (crc >> 24)]
                ^ Table[(3 * 256) + bytes[4]] ^ Table[(2 * 256) + bytes[5]] ^ Table[256 + bytes[6]] ^ Table[bytes[7]];
            bytes = bytes[8..];
        }

        foreach (byte one in bytes)
        {
            crc = Table[(byte)crc ^ one] ^ (crc >> 8);
        }

        register = ~crc;
    }

    /// <summary>Row k: the effect of a byte that k more bytes follow.</summary>
    private static uint[] MakeTable()
    {
        uint[] table = new uint[8 * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            }

            table[value] = crc;
        }

        for (int i = 256; i < table.Length; i++)
        {
            table[i] = (table[i - 256] >> 8) ^ table[(byte)table[i - 256]];
        }

        return table;
    }
}
