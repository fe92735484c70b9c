using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>A data set of image files, <c>{train,test}/class/*</c>, in a folder or an archive.</summary>
internal static class ImageFolder
{
    /// <summary>The form in words, for messages.</summary>
    public const string Form = "{train,test}/<class>/*.{jpg,jpeg,png,webp,bmp,gif}";

    /// <summary>A label is a byte.</summary>
    private const int MostClasses = 256;

    /// <summary>Bytes of decoded images that all threads have at hand at once.</summary>
    private const long BytesAtHand = 1 << 30;

    /// <summary>Loads a folder or archive, normalised by its own training pixels.</summary>
    public static ImageDataset Load(string name, string path, LoadLimits limits) => Decode(name, SourceTree.Read(path, ImageNames.IsImage, limits.Memory), null, limits);

    /// <summary>Decodes the images of a tree; a null <paramref name="normalisation"/> is computed from the training pixels.</summary>
    /// <remarks>Classes are numbered by the ordinal order of their folders' names, and images are in the ordinal order of their paths.</remarks>
    public static ImageDataset Decode(string name, SourceTree tree, Normalisation? normalisation, LoadLimits limits)
    {
        ImageSurvey survey = new(tree);
        List<string> classes = Classes(tree, survey);
        LabelledFile[] files = [.. survey.Training, .. survey.Test];
        RequireKnownClasses(survey, classes);
        ImageHeader[] headers = Headers(files);
        int channels = headers.All(header => header.IsGrey) ? 1 : 3;
        limits.Require(tree.Name, files.Length, (long)channels * headers[0].Width * headers[0].Height);

        LabelledImages training = Decode(survey.Training, headers, classes, channels, limits);
        LabelledImages test = Decode(survey.Test, headers.AsMemory(survey.Training.Count), classes, channels, limits);
        return new ImageDataset(name, training, test, classes.Count, normalisation ?? Normalisation.Of(training))
        {
            ClassNames = [.. classes.Select(PrintableName.Of)],
            PassedOver = survey.PassedOver,
            Turned = headers.Count(header => header.IsTurned),
        };
    }

    private static List<string> Classes(SourceTree tree, ImageSurvey survey)
    {
        List<string> classes = [.. survey.Training.Select(image => image.Class).Distinct().Order(StringComparer.Ordinal)];
        return classes.Count switch
        {
            > MostClasses => throw new DatasetException(tree.Name, $"at most {MostClasses} classes", $"{classes.Count} class folders"),
            0 => throw DatasetLocation.NotFound("any image in train/", [Form], tree.Name),
            1 => throw new DatasetException(tree.Name, "at least two classes, because one class leaves nothing to learn", $"1 class folder, {classes[0]}"),
            _ when survey.Test.Count == 0 => throw DatasetLocation.NotFound("any image in test/", [Form], tree.Name),
            _ => classes,
        };
    }

    private static void RequireKnownClasses(ImageSurvey survey, List<string> classes)
    {
        if (survey.Test.Find(image => classes.BinarySearch(image.Class, StringComparer.Ordinal) < 0) is { } unknown)
        {
            throw new DatasetException(unknown.File.Name, "a class that has training images", $"the class {unknown.Class}, which has none");
        }
    }

    /// <summary>The header of every image; all images have one size.</summary>
    private static ImageHeader[] Headers(LabelledFile[] files)
    {
        var headers = new ImageHeader[files.Length];
        ForEach(files.Length, Environment.ProcessorCount, i => headers[i] = ImageDecoder.ReadHeader(files[i].File));
        for (int i = 1; i < headers.Length; i++)
        {
            if ((headers[i].Width, headers[i].Height) != (headers[0].Width, headers[0].Height))
            {
                throw new DatasetException(
                    files[i].File.Name,
                    $"an image of {Size(headers[0])} pixels (height x width), the size of {files[0].File.Name}",
                    $"one of {Size(headers[i])}");
            }
        }

        return headers;
    }

    private static string Size(ImageHeader header) => $"{header.Height} x {header.Width}{(header.IsTurned ? ", rotated as its EXIF data say" : "")}";

    private static LabelledImages Decode(List<LabelledFile> files, ReadOnlyMemory<ImageHeader> headers, List<string> classes, int channels, LoadLimits limits)
    {
        ImageHeader shape = headers.Span[0];
        PixelBlocks pixels = limits.Room(files.Count, channels * shape.Width * shape.Height);
        long atHand = Math.Clamp(BytesAtHand / (4L * shape.Width * shape.Height), 1, Environment.ProcessorCount);
        ForEach(files.Count, (int)atHand, i => ImageDecoder.Decode(files[i].File, headers.Span[i], channels, pixels[i]));
        byte[] labels = [.. files.Select(file => (byte)classes.BinarySearch(file.Class, StringComparer.Ordinal))];
        return new LabelledImages(pixels, labels, files.Count, channels, shape.Height, shape.Width);
    }

    /// <summary>In parallel, but the failure that is reported is always that of the first file.</summary>
    private static void ForEach(int count, int threads, Action<int> act)
    {
        var failures = new DatasetException?[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
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
