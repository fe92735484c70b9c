namespace Fds.Core.Tests.Datasets.Fuzz;

/// <summary>What happens to the bytes of files: on disks and lines, and by programs that write them wrongly.</summary>
internal static class ByteMutation
{
    private static readonly long[] Numbers = [0, 1, 2, 255, 256, 65_535, 65_536, int.MaxValue, 0x80000000, 0xffffffff, 8, 28, 512, 3073];

    /// <summary>Bytes of the same length, of which some are others.</summary>
    public static byte[] InPlace(Random random, byte[] from, int most = 3)
    {
        byte[] bytes = [.. from];
        for (int change = random.Next(1, most + 1); change > 0 && bytes.Length > 0; change--)
        {
            // Beginnings are where formats say what they are.
            int at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Length, 64) : bytes.Length);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.AsSpan(at, Math.Min(random.Next(64), bytes.Length - at)).Fill((byte)(random.Next(3) * 0x7f));
                    break;
                default:
                    long number = Numbers[random.Next(Numbers.Length)];
                    bool isBigEndian = random.Next(2) == 0;
                    for (int i = 0; i < 4 && at + i < bytes.Length; i++)
                    {
                        bytes[at + i] = (byte)(number >> (8 * (isBigEndian ? 3 - i : i)));
                    }

                    break;
            }
        }

        return bytes;
    }

    /// <summary>Bytes that are cut off, longer, or of another order, or as by <see cref="InPlace"/>.</summary>
    public static byte[] Any(Random random, byte[] from)
    {
        int at = random.Next(from.Length + 1);
        int other = random.Next(from.Length + 1);
        return random.Next(10) switch
        {
            0 => from[..at],
            1 => from[at..],
            2 => [.. from, .. Noise(random, random.Next(1, 100))],
            3 => [.. from, .. new byte[random.Next(1, 2000)]],
            4 => [.. from[..at], .. Noise(random, random.Next(1, 600)), .. from[at..]],
            5 => [.. from[..Math.Min(at, other)], .. from[Math.Max(at, other)..]],
            6 => [.. from[..at], .. from[Math.Min(at, other)..]],
            _ => InPlace(random, from),
        };
    }

    /// <summary>Bytes that mean nothing.</summary>
    public static byte[] Noise(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
