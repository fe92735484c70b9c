using Fds.Core.Datasets.ImageFolders;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Cifar;

/// <summary>CIFAR-10 and CIFAR-100 in their binary form, or as an archive or folder of images; which one is seen from the content.</summary>
internal static class CifarDataset
{
    /// <summary>Loads from a folder or archive; a folder may be the inner one, or hold it or an archive.</summary>
    public static Dataset Load(CifarLayout layout, string path)
    {
        SourceTree tree = Read(layout, path);
        if (tree.Files.Count == 0 && Directory.Exists(path) && DatasetLocation.InFolder(path, layout.Candidates) is { } inner)
        {
            tree = Read(layout, inner);
        }

        return tree.Files.Keys.Any(layout.IsBinaryFile) ? FromRecords(layout, tree)
            : tree.Files.Count > 0 ? FromImages(layout, tree)
            : throw DatasetLocation.NotFound(
                layout.Name, [.. layout.TrainingFiles, layout.TestFile, .. layout.Candidates, ImageFolder.Form], tree.Name);
    }

    private static SourceTree Read(CifarLayout layout, string path) =>
        SourceTree.Read(path, file => layout.IsBinaryFile(file) || ImageFolder.IsImage(file));

    private static Dataset FromRecords(CifarLayout layout, SourceTree tree)
    {
        List<SourceFile> training = [.. layout.TrainingFiles.SelectMany(name => Named(tree, name))];
        List<SourceFile> test = Named(tree, layout.TestFile);
        if (training.Count == 0 || test.Count == 0)
        {
            throw DatasetLocation.NotFound(
                training.Count == 0 ? $"any training file of {layout.Name}" : $"the test file of {layout.Name}",
                training.Count == 0 ? layout.TrainingFiles : [layout.TestFile],
                tree.Name);
        }

        return new Dataset(layout.Name, CifarRecords.Read(layout, training), CifarRecords.Read(layout, test), layout.Classes, layout.Normalisation);
    }

    private static Dataset FromImages(CifarLayout layout, SourceTree tree)
    {
        Dataset images = ImageFolder.Decode(layout.Name, tree, layout.Normalisation);
        return images.Classes == layout.Classes
            ? images
            : throw new DatasetException(tree.Name, $"the {layout.Classes} classes of {layout.Name}", $"{images.Classes} class folders");
    }

    private static List<SourceFile> Named(SourceTree tree, string name)
    {
        List<SourceFile> files = [.. tree.Files.Where(file => Path.GetFileName(file.Key) == name).Select(file => file.Value)];
        return files.Count < 2
            ? files
            : throw new DatasetException(tree.Name, $"one file {name}", $"{files.Count}: {string.Join(", ", files.Select(file => file.Name))}");
    }
}
