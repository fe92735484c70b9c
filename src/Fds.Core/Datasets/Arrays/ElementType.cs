using System.Buffers.Binary;

namespace Fds.Core.Datasets.Arrays;

/// <summary>A type of numbers in files, little-endian, and how it is read.</summary>
/// <param name="Bytes">Bytes of a number in the file.</param>
/// <param name="Beside">Bytes of a number in memory beside those of the file: as it is kept, or on the device.</param>
/// <param name="Read">All numbers of some bytes: byte[], long[], float[] or double[].</param>
internal sealed record ElementType(int Bytes, int Beside, Func<byte[], Array> Read)
{
    private static readonly ElementType UInt8 = new(1, 1, bytes => bytes);
    private static readonly ElementType Int8 = Each(1, bytes => (long)(sbyte)bytes[0]);
    private static readonly ElementType Int16 = Each(2, bytes => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes));
    private static readonly ElementType UInt16 = Each(2, bytes => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes));
    private static readonly ElementType Int32 = Each(4, bytes => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes));
    private static readonly ElementType UInt32 = Each(4, bytes => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes));
    private static readonly ElementType Int64 = Each(8, bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes));
    private static readonly ElementType Float16 = Each(2, bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes));
    private static readonly ElementType Float32 = Each(4, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes));
    private static readonly ElementType Float64 = Each(8, bytes => BinaryPrimitives.ReadDoubleLittleEndian(bytes));

    /// <summary>A bfloat16 is the upper half of a float32.</summary>
    private static readonly ElementType BFloat16 = Each(2, bytes => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16));

    private delegate T Reader<T>(ReadOnlySpan<byte> bytes);

    /// <summary>Types by their names in NumPy's files.</summary>
    public static IReadOnlyDictionary<string, ElementType> OfNumPy { get; } = new Dictionary<string, ElementType>(StringComparer.Ordinal)
    {
        ["|u1"] = UInt8, ["|i1"] = Int8, ["<i2"] = Int16, ["<u2"] = UInt16, ["<i4"] = Int32, ["<u4"] = UInt32, ["<i8"] = Int64, ["<f2"] = Float16, ["<f4"] = Float32, ["<f8"] = Float64,
    };

    /// <summary>Types by their names in safetensors.</summary>
    public static IReadOnlyDictionary<string, ElementType> OfSafetensors { get; } = new Dictionary<string, ElementType>(StringComparer.Ordinal)
    {
        ["U8"] = UInt8, ["I8"] = Int8, ["I16"] = Int16, ["U16"] = UInt16, ["I32"] = Int32, ["U32"] = UInt32, ["I64"] = Int64, ["F16"] = Float16, ["BF16"] = BFloat16, ["F32"] = Float32, ["F64"] = Float64,
    };

    private static ElementType Each<T>(int width, Reader<T> read)
        where T : unmanaged => new(width, System.Runtime.CompilerServices.Unsafe.SizeOf<T>(), bytes =>
    {
        T[] numbers = new T[bytes.Length / width];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = read(bytes.AsSpan(i * width, width));
        }

        return numbers;
    });
}
