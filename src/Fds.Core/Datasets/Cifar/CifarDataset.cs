using Fds.Core.Datasets.ImageFolders;
using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.Cifar;

/// <summary>CIFAR-10 and CIFAR-100 in their binary form, or as an archive or folder of images; which one is seen from the content.</summary>
internal static class CifarDataset
{
    /// <summary>Loads from a folder or archive; a folder may be the inner one, or hold it or an archive.</summary>
    public static ImageDataset Load(CifarLayout layout, string path, LoadLimits limits)
    {
        SourceTree tree = Read(layout, path, limits);
        if (!tree.Files.Any() && Directory.Exists(path) && DatasetLocation.InFolder(path, layout.Candidates) is { } inner)
        {
            tree = Read(layout, inner, limits);
        }

        if (tree.Files.Any(file => layout.IsBinaryFile(file.Path)))
        {
            return FromRecords(layout, tree, limits);
        }

        return tree.Entries.Where(entry => entry.Kind == SourceKind.File).Select(entry => layout.OtherForm(entry.Path)).FirstOrDefault(form => form is not null) is { } other
            ? throw new DatasetException(tree.Name, null, $"the binary version of {layout.Name} ({layout.Candidates[1]})", other, advice: "Fetch the binary version.")
            : tree.Entries.Any(entry => ImageNames.IsImage(entry.Path)) ? FromImages(layout, tree, limits)
            : throw DatasetLocation.NotFound(
                layout.Name, [.. layout.TrainingFiles, layout.TestFile, .. layout.Candidates, ImageFolder.Form], tree.Name);
    }

    private static SourceTree Read(CifarLayout layout, string path, LoadLimits limits) =>
        SourceTree.Read(path, file => layout.IsBinaryFile(file) || ImageNames.IsImage(file), limits.Memory);

    private static ImageDataset FromRecords(CifarLayout layout, SourceTree tree, LoadLimits limits)
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

        return new ImageDataset(layout.Name, CifarRecords.Read(layout, training, tree.Name, limits), CifarRecords.Read(layout, test, tree.Name, limits), layout.Classes, layout.Normalisation)
        {
            PassedOver = [.. NamedFiles.Of("files of the archive that a later entry of the same path replaces", [.. tree.Replaced.Where(layout.IsBinaryFile).Select(PrintableName.Of)])],
            Missing = [.. NamedFiles.Of("training files", [.. layout.TrainingFiles.Where(name => Named(tree, name).Count == 0)])],
        };
    }

    private static ImageDataset FromImages(CifarLayout layout, SourceTree tree, LoadLimits limits)
    {
        ImageDataset images = ImageFolder.Decode(layout.Name, tree, layout.Normalisation, limits);
        return images.Classes == layout.Classes
            ? images
            : throw new DatasetException(tree.Name, $"the {layout.Classes} classes of {layout.Name}", $"{images.Classes} class folders");
    }

    private static List<SourceFile> Named(SourceTree tree, string name)
    {
        SourceEntry[] named = [.. tree.Entries.Where(entry => entry.Kind != SourceKind.Folder && Path.GetFileName(entry.Path) == name)];
        if (named.Length > 1)
        {
            throw new DatasetException(tree.Name, $"one file {name}", $"{named.Length}: {string.Join(", ", named.Select(file => tree.NameOf(file.Path)))}");
        }

        return named switch
        {
            [] => [],
            [{ File: { } file }] => [file],
            [var unreadable] => throw new DatasetException(tree.NameOf(unreadable.Path), "a file that can be read", unreadable.Fault!),
            _ => throw new InvalidOperationException("There is no other case."),
        };
    }
}
