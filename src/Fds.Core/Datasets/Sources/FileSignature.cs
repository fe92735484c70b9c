namespace Fds.Core.Datasets.Sources;

/// <summary>Names a file's format by its first bytes, for messages about files of an unexpected format.</summary>
internal static class FileSignature
{
    private static readonly (byte[] Magic, string Name)[] Binary =
    [
        ("PK\u0003\u0004"u8.ToArray(), "a zip archive"),
        ("PK\u0005\u0006"u8.ToArray(), "an empty zip archive"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "a file compressed by xz"),
        ("BZh"u8.ToArray(), "a file compressed by bzip2"),
        ([0x28, 0xb5, 0x2f, 0xfd], "a file compressed by Zstandard"),
        ([0x04, 0x22, 0x4d, 0x18], "a file compressed by LZ4"),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive"),
        ("Rar!\u001a\u0007"u8.ToArray(), "a RAR archive"),
        ([0x1f, 0x8b], "a file compressed by gzip"),
        ([0xff, 0xd8, 0xff], "a JPEG image"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG image"),
        ("GIF8"u8.ToArray(), "a GIF image"),
        ([(byte)'I', (byte)'I', 42, 0], "a TIFF image"),
        ([(byte)'M', (byte)'M', 0, 42], "a TIFF image"),
        ("8BPS"u8.ToArray(), "a Photoshop image"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "a NumPy array"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "an HDF5 file"),
        ("PAR1"u8.ToArray(), "a Parquet file"),
        ("MATLAB 5"u8.ToArray(), "a MATLAB file"),
        ([0x80, 2], "a Python pickle"),
        ([0x80, 3], "a Python pickle"),
        ([0x80, 4], "a Python pickle"),
        ([0x80, 5], "a Python pickle"),
        ("version https://git-lfs"u8.ToArray(), "a pointer to a file in Git LFS"),
    ];

    private static readonly (string Beginning, string Name)[] Text =
    [
        ("<!doctype html", "a web page"),
        ("<html", "a web page"),
        ("<svg", "an SVG drawing"),
        ("<?xml", "an XML document"),
    ];

    /// <summary>What begins with these bytes; null where that is not known.</summary>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 262 && head[257..262].SequenceEqual("ustar"u8))
        {
            return null;
        }

        foreach ((byte[] magic, string name) in Binary)
        {
            if (head.StartsWith(magic))
            {
                return name;
            }
        }

        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
        {
            return "a HEIF or AVIF image, or a video";
        }

        string text = string.Concat(head.ToArray().Select(one => (char)one)).TrimStart();
        return Text.FirstOrDefault(known => text.StartsWith(known.Beginning, StringComparison.OrdinalIgnoreCase)).Name;
    }
}
