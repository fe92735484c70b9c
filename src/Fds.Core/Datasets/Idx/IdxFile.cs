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
    public static (int Count, int Height, int Width, byte[] Pixels) ReadImages(SourceFile file)
    {
        ContentReader reader = new(file);
        RequireMagic(reader, ImagesMagic, "images");
        uint count = Dimension(reader, "number of images", uint.MaxValue);
        uint height = Dimension(reader, "number of rows", LargestSide);
        uint width = Dimension(reader, "number of columns", LargestSide);
        byte[] pixels = reader.Bytes((long)count * height * width, $"the pixels of {count} images of {height} x {width}").ToArray();
        reader.End();
        return ((int)count, (int)height, (int)width, pixels);
    }

    /// <summary>The labels of a label file, each below <paramref name="classes"/>.</summary>
    public static byte[] ReadLabels(SourceFile file, int classes)
    {
        ContentReader reader = new(file);
        RequireMagic(reader, LabelsMagic, "labels");
        uint count = Dimension(reader, "number of labels", uint.MaxValue);
        byte[] labels = reader.Bytes(count, $"{count} labels").ToArray();
        reader.End();
        int wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        return wrong < 0 ? labels : throw reader.Refuse($"a label from 0 to {classes - 1}", $"{labels[wrong]}", back: labels.Length - wrong);
    }

    private static void RequireMagic(ContentReader reader, uint magic, string what)
    {
        uint found = reader.UInt32("a magic number");
        if (found != magic)
        {
            throw reader.Refuse($"the magic number 0x{magic:x8} of IDX {what}, or gzip", $"0x{found:x8}", back: 4);
        }
    }

    private static uint Dimension(ContentReader reader, string what, uint most)
    {
        uint found = reader.UInt32($"the {what}");
        return found > 0 && found <= most ? found : throw reader.Refuse($"the {what}, from 1 to {most}", $"{found}", back: 4);
    }
}
