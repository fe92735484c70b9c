using System.Buffers.Text;

namespace Fds.Core.Datasets.Sources.Tar;

/// <summary>What an extended header of a tar archive says: records "length key=value", one after another.</summary>
internal static class PaxRecords
{
    /// <summary>Adds them to those that are known; an empty value takes one back.</summary>
    /// <exception cref="TarFormatException">They are damaged.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, Dictionary<string, string> into)
    {
        // Some programs fill up with zeros.
        for (ReadOnlySpan<byte> rest = bytes; rest.ContainsAnyExcept((byte)0);)
        {
            if (!Utf8Parser.TryParse(rest, out int length, out int digits) || length <= digits + 2 || length > rest.Length || rest[digits] != ' ' || rest[length - 1] != '\n')
            {
                throw Damaged();
            }

            ReadOnlySpan<byte> record = rest[(digits + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            string key = equals > 0 ? TarHeader.Text(record[..equals]) : throw Damaged();
            into[key] = TarHeader.Text(record[(equals + 1)..]);
            rest = rest[length..];
        }
    }

    private static TarFormatException Damaged() => new("an intact tar archive", "an extended header with something else in the place of its records");
}
