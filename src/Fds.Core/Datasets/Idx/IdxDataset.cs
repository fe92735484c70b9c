using System.Collections.Immutable;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Idx;

/// <summary>MNIST and the data sets published in its form: a folder of four IDX files, compressed or not.</summary>
internal static class IdxDataset
{
    private const int Classes = 10;

    /// <summary>Mean and standard deviation of MNIST's training pixels, as customary; Fashion-MNIST keeps them, to stay comparable.</summary>
    private static readonly Normalisation Mnist = new([0.1307], [0.3081]);

    /// <summary>Loads the four files of <paramref name="folder"/>.</summary>
    public static Dataset Load(string name, string folder)
    {
        LabelledImages training = Read(folder, "train");
        LabelledImages test = Read(folder, "t10k");
        if ((test.Height, test.Width) != (training.Height, training.Width))
        {
            throw new DatasetException(
                folder, $"test images of the training images' size, {training.Height} x {training.Width}", $"{test.Height} x {test.Width}");
        }

        return new Dataset(name, training, test, Classes, Mnist);
    }

    private static LabelledImages Read(string folder, string split)
    {
        SourceFile imageFile = Find(folder, $"{split}-images", "idx3-ubyte");
        SourceFile labelFile = Find(folder, $"{split}-labels", "idx1-ubyte");
        (int count, int height, int width, byte[] pixels) = IdxFile.ReadImages(imageFile);
        byte[] labels = IdxFile.ReadLabels(labelFile, Classes);
        return labels.Length == count
            ? new LabelledImages(pixels, labels, count, 1, height, width)
            : throw new DatasetException(labelFile.Name, 4, $"{count} labels, one for each image of {imageFile.Name}", $"{labels.Length}");
    }

    private static SourceFile Find(string folder, string stem, string kind)
    {
        ImmutableArray<string> names = [$"{stem}-{kind}", $"{stem}-{kind}.gz", $"{stem}.{kind}", $"{stem}.{kind}.gz"];
        string? path = names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return path is not null
            ? SourceFile.Read(path)
            : throw DatasetLocation.NotFound(stem, names, folder);
    }
}
