using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Fds.Core.Tests.Datasets.Arrays;

/// <summary>Files of arrays, as NumPy and safetensors write them.</summary>
internal static class ArrayBytes
{
    private const int Alignment = 64;

    /// <summary>A .npy file.</summary>
    public static byte[] NumPy(string type, string shape, byte[] content, bool isFortran = false) =>
        NumPyOf($"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': ({shape}), }}", content);

    /// <summary>A .npy file with a header of one's own.</summary>
    public static byte[] NumPyOf(string header, byte[] content)
    {
        string padded = header.PadRight(((10 + header.Length + 1 + Alignment - 1) / Alignment * Alignment) - 11) + "\n";
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(padded), .. content];
    }

    /// <summary>A .npz file.</summary>
    public static byte[] Archive(IEnumerable<(string Name, byte[] Content)> arrays)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in arrays)
            {
                using Stream entry = archive.CreateEntry($"{name}.npy", CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>A .safetensors file.</summary>
    public static byte[] Safetensors(string header, byte[] content)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. content];
    }

    public static byte[] Of<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
}
