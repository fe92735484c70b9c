using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Fds.Core.Datasets.Arrays;

/// <summary>Numbers of a shape in host memory, the last index fastest.</summary>
/// <param name="Values">byte[], long[], float[] or double[].</param>
/// <param name="Shape">Shape; the first side counts examples.</param>
internal sealed record NumberArray(Array Values, ImmutableArray<long> Shape)
{
    /// <summary>How many examples there are.</summary>
    public int Count => (int)Shape[0];

    /// <summary>Numbers of one example.</summary>
    public int Width => Count == 0 ? 0 : Values.Length / Count;

    /// <summary>Whether they are whole numbers.</summary>
    public bool IsWhole => Values is byte[] or long[];

    /// <summary>Bytes in memory.</summary>
    public long Bytes => Buffer.ByteLength(Values);

    /// <summary>Whole numbers as 64-bit ones.</summary>
    public long[] Whole => Values as long[] ?? Array.ConvertAll((byte[])Values, value => (long)value);

    /// <summary>Real numbers in double precision.</summary>
    public double[] Real => Values as double[] ?? Array.ConvertAll((float[])Values, value => (double)value);

    /// <summary>Where the first number that is not finite is, and what it is; null where all are.</summary>
    public (int Index, double Value)? NotFinite()
    {
        for (int i = 0; i < Values.Length; i++)
        {
            double value = Values switch { float[] single => single[i], double[] exact => exact[i], _ => 0 };
            if (!double.IsFinite(value))
            {
                return (i, value);
            }
        }

        return null;
    }

    /// <summary>An index into all numbers as one into the shape, e.g. <c>[3, 5]</c>.</summary>
    public string Place(int index)
    {
        Stack<long> place = [];
        long rest = index;
        foreach (long side in Shape.Reverse())
        {
            place.Push(rest % side);
            rest /= side;
        }

        return $"[{string.Join(", ", place)}]";
    }

    /// <summary>A tensor of its own on a device: uint8, int64, float32 or float64. In the caller's dispose scope.</summary>
    public Tensor On(Device device)
    {
        long[] shape = [.. Shape];
        using Tensor host = Values switch
        {
            byte[] bytes => tensor(bytes, shape, dtype: ScalarType.Byte, device: CPU),
            long[] whole => tensor(whole, shape, dtype: ScalarType.Int64, device: CPU),
            float[] single => tensor(single, shape, dtype: ScalarType.Float32, device: CPU),
            _ => tensor((double[])Values, shape, dtype: ScalarType.Float64, device: CPU),
        };
        return host.to(device, copy: true);
    }

    /// <summary>SHA-256 of the numbers, in hexadecimal digits.</summary>
    public string Digest() => Convert.ToHexString(SHA256.HashData(Values switch
    {
        byte[] bytes => bytes,
        long[] whole => MemoryMarshal.AsBytes<long>(whole),
        float[] single => MemoryMarshal.AsBytes<float>(single),
        _ => MemoryMarshal.AsBytes<double>((double[])Values),
    }));
}
