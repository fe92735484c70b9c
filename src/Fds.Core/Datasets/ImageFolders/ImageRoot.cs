using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>The folder inside a tree that has the training and the test images.</summary>
/// <param name="Prefix">Its path with a '/' at the end, or nothing.</param>
/// <param name="Training">Name of the training images' folder in it.</param>
/// <param name="Test">Name of the test images' folder in it.</param>
internal sealed record ImageRoot(string Prefix, string Training, string Test)
{
    /// <summary>How many folders may stand above it.</summary>
    private const int MostAbove = 3;

    /// <summary>Finds it: the one folder with images below a folder of training images, and with some below one of test images.</summary>
    /// <exception cref="DatasetException">There is none, or there are several.</exception>
    public static ImageRoot Find(SourceTree tree)
    {
        (string Prefix, string Split)[] splits = [.. tree.Entries.SelectMany(Splits).Distinct()];
        string[] training = [.. splits.Where(split => SplitNames.IsTraining(split.Split)).Select(split => split.Prefix).Distinct()];
        string[] test = [.. splits.Where(split => SplitNames.IsTest(split.Split)).Select(split => split.Prefix).Distinct()];
        string[] both = [.. training.Intersect(test)];
        string[] outermost = [.. both.Where(prefix => !both.Any(other => other != prefix && prefix.StartsWith(other, StringComparison.Ordinal) && IsSplit(prefix[other.Length..])))];
        return outermost switch
        {
            [var only] => new(only, One(tree, only, splits, SplitNames.IsTraining), One(tree, only, splits, SplitNames.IsTest)),
            [] => throw None(tree, training, test),
            _ => throw Several(tree, outermost),
        };
    }

    /// <summary>Every folder of training or test images that an image lies below, with the prefix before it.</summary>
    private static IEnumerable<(string Prefix, string Split)> Splits(SourceEntry entry)
    {
        if (entry.Kind != SourceKind.File || !ImageNames.IsImage(entry.Path))
        {
            yield break;
        }

        string[] parts = entry.Path.Split('/');
        for (int i = 0; i < parts.Length - 1 && i <= MostAbove; i++)
        {
            if (IsSplit(parts[i]))
            {
                yield return (string.Concat(parts[..i].Select(part => part + "/")), parts[i]);
            }
        }
    }

    /// <summary>Whether the first part of a path is a folder of training or test images.</summary>
    private static bool IsSplit(string path) => path.Split('/')[0] is var first && (SplitNames.IsTraining(first) || SplitNames.IsTest(first));

    private static string One(SourceTree tree, string prefix, (string Prefix, string Split)[] splits, Func<string, bool> isIt)
    {
        string[] names = [.. splits.Where(split => split.Prefix == prefix && isIt(split.Split)).Select(split => split.Split)];
        return names is [var only] ? only : throw new DatasetException(tree.NameOf(prefix), "one folder of training images and one of test images", string.Join(" and ", names.Select(name => $"{name}/")));
    }

    private static DatasetException None(SourceTree tree, string[] training, string[] test)
    {
        if (training.Union(test).Count() > 1 && training.Length > 0 && test.Length > 0)
        {
            return Several(tree, [.. training.Union(test)]);
        }

        string[] images = [.. tree.Entries.Where(entry => entry.Kind != SourceKind.Folder && ImageNames.IsImage(entry.Path)).Select(entry => entry.Path)];
        string[] others = [.. images.Where(path => !training.Concat(test).Any(prefix => path.StartsWith(prefix, StringComparison.Ordinal) && IsSplit(path[prefix.Length..])))];
        string[] files = [.. tree.Entries.Where(entry => entry.Kind != SourceKind.Folder).Select(entry => entry.Path)];
        string there = others.Length > 0 ? $" Images that lie elsewhere ({others.Length}): {NamedFiles.Line(others)}. If these are the missing images, rename their folder to {(training.Length == 0 ? "train" : "test")}."
            : images.Length == 0 && files.Length > 0 ? $" No file there has a name that ends in {ImageNames.Endings} ({files.Length} have others): {NamedFiles.Line(files)}."
            : "";
        return DatasetLocation.NotFound(training.Length == 0 ? "any image in train/" : "any image in test/", [ImageFolder.Form], tree.Name, there);
    }

    private static DatasetException Several(SourceTree tree, IEnumerable<string> prefixes) =>
        new(tree.Name, $"one image set {ImageFolder.Form}", $"several, in {string.Join(" and ", prefixes.Select(prefix => $"'{prefix}'"))}");
}
