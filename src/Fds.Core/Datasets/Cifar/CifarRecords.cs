using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Cifar;

/// <summary>Reads records of CIFAR's binary form: label bytes, then 3 × 32 × 32 pixels, red first, row by row.</summary>
internal static class CifarRecords
{
    private const int Channels = 3;
    private const int Side = 32;
    private const int ImageLength = Channels * Side * Side;

    /// <summary>All records of <paramref name="files"/>, in their order.</summary>
    public static LabelledImages Read(CifarLayout layout, IReadOnlyList<SourceFile> files)
    {
        int count = files.Sum(file => Count(layout, file));
        byte[] pixels = new byte[(long)count * ImageLength];
        byte[] labels = new byte[count];
        int at = 0;
        foreach (SourceFile file in files)
        {
            for (ContentReader reader = new(file); reader.Left > 0; at++)
            {
                labels[at] = ReadLabel(layout, reader);
                reader.Bytes(ImageLength, "the pixels of a record").CopyTo(pixels.AsSpan(at * ImageLength));
            }
        }

        return new LabelledImages(pixels, labels, count, Channels, Side, Side);
    }

    private static int Count(CifarLayout layout, SourceFile file)
    {
        int recordLength = layout.LabelClasses.Length + ImageLength;
        int rest = file.Content.Length % recordLength;
        return rest == 0 && file.Content.Length > 0
            ? file.Content.Length / recordLength
            : throw new DatasetException(
                file.Name, file.Content.Length - rest, $"whole records of {layout.Name}, {recordLength} bytes each", $"the end of the file after {rest} bytes");
    }

    private static byte ReadLabel(CifarLayout layout, ContentReader reader)
    {
        byte label = 0;
        foreach (int classes in layout.LabelClasses)
        {
            label = reader.Bytes(1, "a label")[0];
            if (label >= classes)
            {
                throw reader.Refuse($"a label from 0 to {classes - 1}", $"{label}", back: 1);
            }
        }

        return label;
    }
}
