using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Arrays;

/// <summary>The arrays of a .npz file: a ZIP archive, as numpy.savez and numpy.savez_compressed write it, of one .npy file for each.</summary>
/// <remarks>Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</remarks>
internal sealed partial class NumPyFile : IArrayFile
{
    private const string Ending = ".npy";
    private const int LongestHeader = 1 << 16;
    private readonly string path;
    private readonly ZipArchive archive;

    /// <exception cref="DatasetException">It is no intact ZIP archive.</exception>
    public NumPyFile(string path)
    {
        this.path = path;
        try
        {
            archive = ZipFile.OpenRead(path);
            Names = [.. archive.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Select(name => name[..^Ending.Length])];
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException)
        {
            throw new DatasetException(path, null, "a .npz file, as numpy.savez writes it", "one that is no intact ZIP archive", e);
        }
    }

    public ImmutableArray<string> Names { get; }

    private static ReadOnlySpan<byte> Magic => "NUMPY"u8;

    public StoredArray Array(string name)
    {
        ZipArchiveEntry entry = archive.GetEntry(name + Ending)!;
        string place = $"{path}#{entry.FullName}";
        using Stream content = Open(entry, place);
        string header = Header(content, place, out int length);
        if (Description().Match(header) is not { Success: true } description)
        {
            throw new DatasetException(place, "an array of numbers", StructuredType().IsMatch(header) ? "one of records with named fields" : $"the header {PrintableName.Short(header.Trim())}");
        }

        string type = description.Groups["type"].Value;
        ElementType? element = ElementType.OfNumPy.GetValueOrDefault(type);
        if (element is null)
        {
            throw new DatasetException(place, $"an array of {string.Join(", ", ElementType.OfNumPy.Keys)}", $"one of {PrintableName.Short(type)}, {Meaning(type)}");
        }

        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new DatasetException(place, "an array whose last index is fastest", "one in Fortran's order. Store numpy.ascontiguousarray of it");
        }

        string[] sides = description.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<long> shape = [.. sides.Select(side => long.TryParse(side, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : -1)];
        return new(place, element, shape, bytes => Content(entry, place, length, bytes));
    }

    public void Dispose() => archive.Dispose();

    private static string Header(Stream content, string place, out int length)
    {
        byte[] start = Bytes(content, place, Magic.Length + 1 + 2 + 2);
        if (start[0] != 0x93 || !start.AsSpan(1, Magic.Length).SequenceEqual(Magic))
        {
            throw new DatasetException(place, 0, "NumPy's .npy format", "something else");
        }

        byte version = start[Magic.Length + 1];
        byte[] rest = version == 1 ? [] : Bytes(content, place, 2);
        long text = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(^2)) : BinaryPrimitives.ReadUInt32LittleEndian([.. start[^2..], .. rest]);
        if (version is < 1 or > 3 || text > LongestHeader)
        {
            throw new DatasetException(place, Magic.Length + 1, "NumPy's .npy format of version 1, 2 or 3", $"version {version} with a header of {text} bytes");
        }

        length = start.Length + rest.Length + (int)text;
        return Encoding.UTF8.GetString(Bytes(content, place, (int)text));
    }

    private static byte[] Content(ZipArchiveEntry entry, string place, int header, long length)
    {
        if (entry.Length != header + length)
        {
            throw entry.Length < header + length
                ? new DatasetException(place, entry.Length, $"{length} bytes of numbers", "the end of the file")
                : new DatasetException(place, header + length, "the end of the array", "more bytes than its shape and type have");
        }

        using Stream content = Open(entry, place);
        Crc32 checksum = default;
        checksum.Append(Bytes(content, place, header));
        byte[] bytes = Bytes(content, place, (int)length);
        checksum.Append(bytes);
        return checksum.Value == entry.Crc32 ? bytes : throw Damaged(place, null);
    }

    private static Stream Open(ZipArchiveEntry entry, string place)
    {
        try
        {
            return entry.Open();
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException)
        {
            throw Damaged(place, e);
        }
    }

    private static DatasetException Damaged(string place, Exception? cause) => new(place, null, "an intact entry of the archive", "a damaged one", cause);

    private static byte[] Bytes(Stream content, string place, int length)
    {
        byte[] bytes = new byte[length];
        try
        {
            int read = content.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
            return read == length ? bytes : throw new DatasetException(place, read, $"{length} bytes", "the end of the file");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Damaged(place, e);
        }
    }

    private static string Meaning(string type) => type switch
    {
        "|O" => "Python objects: store an array of numbers",
        "|b1" => "truth values: store x.astype('int64') of classes, or x.astype('float32') of numbers",
        _ when type.StartsWith('>') => "in big-endian order: store x.astype(x.dtype.newbyteorder('<'))",
        _ when type.Contains('U', StringComparison.Ordinal) || type.Contains('S', StringComparison.Ordinal) => "texts: store numbers",
        _ when type.Contains('c', StringComparison.Ordinal) => "complex numbers: store their parts",
        _ => "which is not read",
    };

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']+)'.*'shape':\s*\((?<shape>[0-9,\s]*)\)", RegexOptions.Singleline)]
    private static partial Regex Description();

    [GeneratedRegex(@"'descr':\s*\[")]
    private static partial Regex StructuredType();
}
