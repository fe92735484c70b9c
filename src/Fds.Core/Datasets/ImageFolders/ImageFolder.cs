using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>A data set of image files, <c>{train,test}/class/*.{jpg,jpeg,png}</c>, in a folder or an archive.</summary>
internal static class ImageFolder
{
    /// <summary>The form in words, for messages.</summary>
    public const string Form = "{train,test}/<class>/*.{jpg,jpeg,png}";

    /// <summary>A label is a byte.</summary>
    private const int MostClasses = 256;

    /// <summary>Whether a path inside a folder or archive is the place of an image.</summary>
    public static bool IsImage(string path) => ImagePath.Parse(path) is not null;

    /// <summary>Loads a folder or archive, normalised by its own training pixels.</summary>
    public static Dataset Load(string name, string path) => Decode(name, SourceTree.Read(path, IsImage), null);

    /// <summary>Decodes the images of a tree; a null <paramref name="normalisation"/> is computed from the training pixels.</summary>
    /// <remarks>Classes are numbered by the ordinal order of their folders' names, and images are in the ordinal order of their paths.</remarks>
    public static Dataset Decode(string name, SourceTree tree, Normalisation? normalisation)
    {
        List<(ImagePath Path, SourceFile File)> images = [.. tree.Files.Select(file => (ImagePath.Parse(file.Key)!, file.Value))];
        RequireOnePrefix(tree, images.Select(image => image.Path));
        List<string> classes = Classes(tree, images.Select(image => image.Path));
        List<LabelledFile> training = Labelled(tree, images, ImagePath.Training, classes);
        List<LabelledFile> test = Labelled(tree, images, ImagePath.Test, classes);
        ImageHeader shape = CommonHeader([.. training, .. test]);
        LabelledImages decoded = Decode(training, shape);
        return new Dataset(name, decoded, Decode(test, shape), classes.Count, normalisation ?? Normalisation.Of(decoded));
    }

    private static List<string> Classes(SourceTree tree, IEnumerable<ImagePath> images)
    {
        List<string> classes = [.. images.Where(image => image.Split == ImagePath.Training).Select(image => image.Class).Distinct().Order(StringComparer.Ordinal)];
        return classes.Count <= MostClasses
            ? classes
            : throw new DatasetException(tree.Name, $"at most {MostClasses} classes", $"{classes.Count} class folders");
    }

    private static List<LabelledFile> Labelled(SourceTree tree, List<(ImagePath Path, SourceFile File)> images, string split, List<string> classes)
    {
        List<(ImagePath Path, SourceFile File)> chosen = [.. images.Where(image => image.Path.Split == split)];
        return chosen.Count > 0
            ? [.. chosen.Select(image => new LabelledFile(image.File, LabelOf(image.Path, image.File, classes)))]
            : throw DatasetLocation.NotFound($"any image in {split}/", [Form], tree.Name);
    }

    private static byte LabelOf(ImagePath path, SourceFile file, List<string> classes) =>
        classes.BinarySearch(path.Class, StringComparer.Ordinal) is >= 0 and int label
            ? (byte)label
            : throw new DatasetException(file.Name, "a class that has training images", $"the class {path.Class}, which has none");

    private static void RequireOnePrefix(SourceTree tree, IEnumerable<ImagePath> paths)
    {
        List<string> prefixes = [.. paths.Select(path => path.Prefix).Distinct()];
        if (prefixes.Count > 1)
        {
            throw new DatasetException(tree.Name, $"one image set {Form}", $"several, in {string.Join(" and ", prefixes.Select(prefix => $"'{prefix}/'"))}");
        }
    }

    /// <summary>The size all images have; grey only where every image is.</summary>
    private static ImageHeader CommonHeader(List<LabelledFile> files)
    {
        var headers = new ImageHeader[files.Count];
        ForEach(files, i => headers[i] = ImageDecoder.ReadHeader(files[i].File));
        for (int i = 1; i < headers.Length; i++)
        {
            if ((headers[i].Width, headers[i].Height) != (headers[0].Width, headers[0].Height))
            {
                throw new DatasetException(
                    files[i].File.Name,
                    $"an image of {headers[0].Width} x {headers[0].Height} pixels, the size of {files[0].File.Name}",
                    $"one of {headers[i].Width} x {headers[i].Height}");
            }
        }

        return headers[0] with { IsGrey = headers.All(header => header.IsGrey) };
    }

    private static LabelledImages Decode(List<LabelledFile> files, ImageHeader shape)
    {
        int channels = shape.IsGrey ? 1 : 3;
        int length = channels * shape.Width * shape.Height;
        byte[] pixels = new byte[(long)files.Count * length];
        ForEach(files, i => ImageDecoder.Decode(files[i].File, channels, pixels.AsSpan(i * length, length)));
        return new LabelledImages(pixels, [.. files.Select(file => file.Label)], files.Count, channels, shape.Height, shape.Width);
    }

    /// <summary>In parallel, but the failure that is reported is always that of the first file.</summary>
    private static void ForEach(List<LabelledFile> files, Action<int> act)
    {
        var failures = new DatasetException?[files.Count];
        Parallel.For(0, files.Count, i =>
        {
            try
            {
                act(i);
            }
            catch (DatasetException failure)
            {
                failures[i] = failure;
            }
        });
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
        {
            throw first;
        }
    }
}
