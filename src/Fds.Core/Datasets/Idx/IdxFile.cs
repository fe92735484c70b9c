using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Idx;

/// <summary>Reads one file in the IDX format of MNIST: a magic number, big-endian dimensions, then unsigned bytes.</summary>
/// <remarks>Format: http://yann.lecun.com/exdb/mnist/ ("File formats for the MNIST database").</remarks>
internal static class IdxFile
{
    /// <summary>Two zero bytes, 0x08 for unsigned bytes, and the number of dimensions.</summary>
    private const uint ImagesMagic = 0x00000803;
    private const uint LabelsMagic = 0x00000801;
    private const uint LargestSide = 4096;

    /// <summary>Count, height, width and the pixels of an image file.</summary>
    /// <exception cref="DatasetException">It is not as the format says, or there is no memory for it.</exception>
    public static (int Count, int Height, int Width, PixelBlocks Pixels) ReadImages(SourceFile file, LoadLimits limits)
    {
        using ContentReader reader = file.Open();
        RequireMagic(file, reader, ImagesMagic, "images");
        long count = Dimension(reader, "number of images", uint.MaxValue);
        uint height = Dimension(reader, "number of rows", LargestSide);
        uint width = Dimension(reader, "number of columns", LargestSide);
        string what = $"the pixels of {count} images of {height} x {width}";
        reader.Require(count * height * width, what);
        RequireAtMost(reader, count, int.MaxValue, "images", back: 12);
        limits.Require(file.Name, count, height * width);
        PixelBlocks pixels = limits.Room((int)count, (int)(height * width));
        reader.Fill(pixels, what);
        reader.End();
        return ((int)count, (int)height, (int)width, pixels);
    }

    /// <summary>The labels of a label file, each below <paramref name="classes"/>.</summary>
    public static byte[] ReadLabels(SourceFile file, int classes)
    {
        using ContentReader reader = file.Open();
        RequireMagic(file, reader, LabelsMagic, "labels");
        uint count = Dimension(reader, "number of labels", uint.MaxValue);
        reader.Require(count, $"{count} labels");
        RequireAtMost(reader, count, Array.MaxLength, "labels", back: 4);
        byte[] labels = reader.Bytes((int)count, $"{count} labels");
        reader.End();
        int wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return wrong < 0 ? labels : throw reader.Refuse($"a label from 0 to {classes - 1}", $"{labels[wrong]}", back: labels.Length - wrong);
    }

    private static void RequireMagic(SourceFile file, ContentReader reader, uint magic, string what)
    {
        uint found = reader.UInt32("a magic number");
        if (found != magic)
        {
            throw reader.Refuse($"the magic number 0x{magic:x8} of IDX {what}, or gzip", file.Signature() ?? $"0x{found:x8}{Meaning(found)}", back: 4);
        }
    }

    /// <summary>What another magic number of the format stands for.</summary>
    private static string Meaning(uint magic) => (magic >> 8) switch
    {
        0x08 => $" (unsigned bytes in {magic & 0xff} dimensions)",
        0x09 => " (signed bytes)",
        0x0b => " (16-bit integers)",
        0x0c => " (32-bit integers)",
        0x0d => " (floating-point numbers)",
        0x0e => " (floating-point numbers in double precision)",
        _ => "",
    };

    private static void RequireAtMost(ContentReader reader, long count, long most, string what, int back)
    {
        if (count > most)
        {
            throw reader.Refuse($"at most {most} {what}", $"{count}", back);
        }
    }

    private static uint Dimension(ContentReader reader, string what, uint most)
    {
        uint found = reader.UInt32($"the {what}");
        return found > 0 && found <= most ? found : throw reader.Refuse($"the {what}, from 1 to {most}", $"{found}", back: 4);
    }
}
