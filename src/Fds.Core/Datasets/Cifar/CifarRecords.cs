using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Cifar;

/// <summary>Reads records of CIFAR's binary form: label bytes, then 3 × 32 × 32 pixels, red first, row by row.</summary>
internal static class CifarRecords
{
    private const int Channels = 3;
    private const int Side = 32;
    private const int ImageLength = Channels * Side * Side;

    /// <summary>All records of <paramref name="files"/>, which lie in the folder or archive <paramref name="tree"/>, in their order.</summary>
    public static LabelledImages Read(CifarLayout layout, IReadOnlyList<SourceFile> files, string tree, LoadLimits limits)
    {
        List<(SourceFile File, byte[] Content)> contents = [.. files.Select(file => (file, file.Read()))];
        long count = contents.Sum(each => (long)Count(layout, each.File, each.Content));
        limits.Require(tree, count, ImageLength);
        PixelBlocks pixels = limits.Room(checked((int)count), ImageLength);
        byte[] labels = new byte[count];
        int image = 0;
        foreach ((SourceFile file, byte[] content) in contents)
        {
            int recordLength = RecordLength(layout);
            for (int at = 0; at < content.Length; at += recordLength, image++)
            {
                labels[image] = ReadLabel(layout, file, content, at);
                content.AsSpan(at + recordLength - ImageLength, ImageLength).CopyTo(pixels[image]);
            }
        }

        return new LabelledImages(pixels, labels, (int)count, Channels, Side, Side);
    }

    private static int RecordLength(CifarLayout layout) => layout.LabelClasses.Length + ImageLength;

    private static int Count(CifarLayout layout, SourceFile file, byte[] content)
    {
        int recordLength = RecordLength(layout);
        int rest = content.Length % recordLength;
        return rest == 0 && content.Length > 0
            ? content.Length / recordLength
            : throw new DatasetException(
                file.Name, content.Length - rest, $"whole records of {layout.Name}, {recordLength} bytes each", file.Signature() ?? $"the end of the file after {rest} bytes");
    }

    private static byte ReadLabel(CifarLayout layout, SourceFile file, byte[] content, int at)
    {
        byte label = 0;
        foreach (int classes in layout.LabelClasses)
        {
            label = content[at];
            if (label >= classes)
            {
                throw new DatasetException(file.Name, at, $"a label from 0 to {classes - 1}", $"{label}");
            }

            at++;
        }

        return label;
    }
}
