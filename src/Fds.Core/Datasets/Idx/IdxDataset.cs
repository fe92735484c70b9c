using System.Collections.Immutable;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Idx;

/// <summary>MNIST and the data sets published in its form: a folder of four IDX files, compressed or not.</summary>
internal static class IdxDataset
{
    private const int Classes = 10;

    /// <summary>Mean and standard deviation of MNIST's training pixels, as customary; Fashion-MNIST keeps them, to stay comparable.</summary>
    private static readonly Normalisation Mnist = new([0.1307], [0.3081]);

    /// <summary>Loads the four files of <paramref name="path"/>, or of the folder raw in it.</summary>
    public static ImageDataset Load(string name, string path, LoadLimits limits)
    {
        if (!Directory.Exists(path))
        {
            throw new DatasetException(path, $"a folder of the four IDX files of {name}", SourceFile.OnDisk(path).Signature() ?? "a file");
        }

        string inner = Path.Combine(path, "raw");
        string folder = Directory.Exists(inner) ? inner : path;
        LabelledImages training = Read(folder, "train", limits);
        LabelledImages test = Read(folder, "t10k", limits);
        if ((test.Height, test.Width) != (training.Height, training.Width))
        {
            throw new DatasetException(
                folder, $"test images of the training images' size, {training.Height} x {training.Width}", $"{test.Height} x {test.Width}");
        }

        return new ImageDataset(name, training, test, Classes, Mnist);
    }

    private static LabelledImages Read(string folder, string split, LoadLimits limits)
    {
        SourceFile imageFile = Find(folder, $"{split}-images", "idx3-ubyte");
        SourceFile labelFile = Find(folder, $"{split}-labels", "idx1-ubyte");
        (int count, int height, int width, PixelBlocks pixels) = IdxFile.ReadImages(imageFile, limits);
        byte[] labels = IdxFile.ReadLabels(labelFile, Classes);
        return labels.Length == count
            ? new LabelledImages(pixels, labels, count, 1, height, width)
            : throw new DatasetException(labelFile.Name, 4, $"{count} labels, one for each image of {imageFile.Name}", $"{labels.Length}");
    }

    /// <summary>The file of a stem; some programs unpack it into a folder that has its name.</summary>
    private static SourceFile Find(string folder, string stem, string kind)
    {
        ImmutableArray<string> names = [$"{stem}-{kind}", $"{stem}-{kind}.gz", $"{stem}.{kind}", $"{stem}.{kind}.gz"];
        string[] places = [.. names.Select(name => Path.Combine(folder, name))];
        return places.Concat(places.Where(Directory.Exists).SelectMany(place => names.Select(name => Path.Combine(place, name)))).FirstOrDefault(IsThere) is { } path
            ? SourceFile.OnDisk(path)
            : throw DatasetLocation.NotFound(stem, names, folder);
    }

    /// <summary>Whether there is a file, or a link, which says for itself where it leads.</summary>
    private static bool IsThere(string path) => File.Exists(path) || (!Directory.Exists(path) && new FileInfo(path).LinkTarget is not null);
}
