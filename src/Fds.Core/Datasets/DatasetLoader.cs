using Fds.Core.Datasets.Cifar;
using Fds.Core.Datasets.Glyphs;
using Fds.Core.Datasets.Idx;
using Fds.Core.Datasets.ImageFolders;

namespace Fds.Core.Datasets;

/// <summary>Loads a data set by name into host memory.</summary>
public static class DatasetLoader
{
    private const string Known = "glyphs, mnist, fashion-mnist, cifar-10, cifar-100, images";

    /// <summary>Loads a data set.</summary>
    /// <param name="name">glyphs, mnist, fashion-mnist, cifar-10, cifar-100 or images.</param>
    /// <param name="path">
    /// Its folder or archive, absolute or relative to <paramref name="dataFolder"/>; null: found there by name. Must be null for
    /// glyphs, which are drawn and not read.
    /// </param>
    /// <param name="dataFolder">The folder that holds the data sets (FDS_DATA or --data); null where there is none.</param>
    /// <param name="confined">Whether only files of the data folder may be read, wherever links lead.</param>
    /// <exception cref="DatasetException">The name is not known, or the files are missing, truncated or corrupt.</exception>
    /// <exception cref="OutsideDataFolderException">They are outside the data folder, and it is confined to that.</exception>
    public static Dataset Load(string name, string? path, string? dataFolder, bool confined = false) => name switch
    {
        "glyphs" when path is null => GlyphSet.Create(),
        "glyphs" => throw new DatasetException($"The data set glyphs is drawn, not read: its path must be null but is {path}. Remove data.path."),
        "mnist" or "fashion-mnist" => IdxDataset.Load(name, Find(name, path, dataFolder, confined, name)),
        "cifar-10" => LoadCifar(CifarLayout.Cifar10, path, dataFolder, confined),
        "cifar-100" => LoadCifar(CifarLayout.Cifar100, path, dataFolder, confined),
        "images" => ImageFolder.Load(name, Find(name, path, dataFolder, confined, "images", "images.tar.gz")),
        "svhn" => throw new DatasetException(
            "The data set svhn is not supported: it is published as MATLAB .mat files, for which there is no well-kept reader. "
            + $"Convert it to image files and use images, or use one of {Known}."),
        _ => throw new DatasetException($"The data set must be one of {Known}, but is '{name}'. Correct data.name."),
    };

    private static Dataset LoadCifar(CifarLayout layout, string? path, string? dataFolder, bool confined) =>
        CifarDataset.Load(layout, Find(layout.Name, path, dataFolder, confined, layout.Candidates));

    private static string Find(string name, string? path, string? dataFolder, bool confined, params string[] candidates)
    {
        if (!confined || dataFolder is null)
        {
            return DatasetLocation.Find(name, confined ? null : path, dataFolder, candidates);
        }

        if (path is not null && DataBoundary.Complaint(path) is { } complaint)
        {
            throw new OutsideDataFolderException(complaint);
        }

        string location = DatasetLocation.Find(name, path, dataFolder, candidates);
        DataBoundary.Require(location, dataFolder);
        return location;
    }
}
