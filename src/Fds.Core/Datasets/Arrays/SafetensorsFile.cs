using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace Fds.Core.Datasets.Arrays;

/// <summary>The arrays of a .safetensors file: the length of a header in eight bytes, the header in JSON, then the numbers.</summary>
/// <remarks>Format: https://huggingface.co/docs/safetensors/index#format.</remarks>
internal sealed class SafetensorsFile : IArrayFile
{
    private const int LengthBytes = 8;
    private const int LongestHeader = 100_000_000;
    private const string Metadata = "__metadata__";
    private readonly string path;
    private readonly FileStream file;
    private readonly long start;
    private readonly Dictionary<string, JsonElement> entries;

    /// <exception cref="DatasetException">Its header is damaged.</exception>
    public SafetensorsFile(string path)
    {
        this.path = path;
        file = File.OpenRead(path);
        try
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(Bytes(0, LengthBytes, path));
            if (length > LongestHeader || LengthBytes + (long)length > file.Length)
            {
                throw new DatasetException(path, 0, $"a .safetensors file, whose header has at most {LongestHeader} bytes and is in it", $"a header of {length} bytes");
            }

            start = LengthBytes + (long)length;
            using JsonDocument header = JsonDocument.Parse(Bytes(LengthBytes, (int)length, path));
            entries = header.RootElement.EnumerateObject().Where(entry => entry.Name != Metadata).ToDictionary(entry => entry.Name, entry => entry.Value.Clone(), StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            file.Dispose();
            throw new DatasetException(path, LengthBytes, "the header of a .safetensors file", "no such JSON", e);
        }
        catch (DatasetException)
        {
            file.Dispose();
            throw;
        }
    }

    public ImmutableArray<string> Names => [.. entries.Keys];

    public StoredArray Array(string name)
    {
        string place = $"{path}#{name}";
        try
        {
            string type = entries[name].GetProperty("dtype").GetString() ?? "";
            ImmutableArray<long> shape = [.. entries[name].GetProperty("shape").EnumerateArray().Select(side => side.GetInt64())];
            long[] offsets = [.. entries[name].GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
            if (offsets is not [>= 0, >= 0] || offsets[1] < offsets[0])
            {
                throw new FormatException("Two offsets, the lower one first.");
            }

            ElementType element = ElementType.OfSafetensors.GetValueOrDefault(type)
                ?? throw new DatasetException(place, $"an array of {string.Join(", ", ElementType.OfSafetensors.Keys)}", $"one of {PrintableName.Short(type)}");
            return new(place, element, shape, length => length == offsets[1] - offsets[0]
                ? Bytes(start + offsets[0], (int)length, place)
                : throw new DatasetException(place, null, $"{length} bytes, as its shape and type have", $"{offsets[1] - offsets[0]}"));
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DatasetException(place, LengthBytes, "an entry with dtype, shape and data_offsets", "another one", e);
        }
    }

    public void Dispose() => file.Dispose();

    private byte[] Bytes(long offset, int length, string place)
    {
        if (offset < 0 || offset > file.Length || length > file.Length - offset)
        {
            throw new DatasetException(place, Math.Max(0, file.Length), $"{length} bytes", "the end of the file");
        }

        byte[] bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }
}
