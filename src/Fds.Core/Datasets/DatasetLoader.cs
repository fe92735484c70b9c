using Fds.Core.Datasets.Cifar;
using Fds.Core.Datasets.Glyphs;
using Fds.Core.Datasets.Idx;
using Fds.Core.Datasets.ImageFolders;
using Fds.Core.Datasets.Sources;

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
    /// <exception cref="DatasetException">The name is not known, or the files are missing, truncated, corrupt or cannot be read.</exception>
    /// <exception cref="OutsideDataFolderException">They are outside the data folder, and it is confined to that.</exception>
    public static Dataset Load(string name, string? path, string? dataFolder, bool confined = false) => LoadWithin(LoadLimits.Here, name, path, dataFolder, confined);

    /// <summary>Loads a data set within limits on memory.</summary>
    internal static Dataset LoadWithin(LoadLimits limits, string name, string? path, string? dataFolder, bool confined = false)
    {
        string Files() => Find(name, path, dataFolder, confined);
        try
        {
            return name switch
            {
                "glyphs" when path is null => GlyphSet.Create(),
                "glyphs" => throw new DatasetException($"The data set glyphs is drawn, not read: its path must be null but is {path}. Remove data.path."),
                "mnist" or "fashion-mnist" => IdxDataset.Load(name, Files(), limits),
                "cifar-10" => CifarDataset.Load(CifarLayout.Cifar10, Files(), limits),
                "cifar-100" => CifarDataset.Load(CifarLayout.Cifar100, Files(), limits),
                "images" => ImageFolder.Load(name, Files(), limits),
                "svhn" => throw new DatasetException(
                    "The data set svhn is not supported: it is published as MATLAB .mat files, for which there is no well-kept reader. "
                    + $"Convert it to image files and use images, or use one of {Known}."),
                _ => throw new DatasetException($"The data set must be one of {Known}, but is '{name}'. Correct data.name."),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"The data set {name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Tells files of a data set from others that lay there before, by their paths, lengths and times of change, without reading them. Null
    /// where nothing is read, or cannot be for now.
    /// </summary>
    /// <param name="name">As for <see cref="Load"/>.</param>
    /// <param name="path">As for <see cref="Load"/>.</param>
    /// <param name="dataFolder">As for <see cref="Load"/>.</param>
    /// <param name="confined">As for <see cref="Load"/>.</param>
    public static string? Stamp(string name, string? path, string? dataFolder, bool confined = false)
    {
        try
        {
            return Candidates(name).Length == 0 ? null : SourceTree.Stamp(Find(name, path, dataFolder, confined));
        }
        catch (Exception e) when (e is FdsException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What the files of a data set are called; nothing where it has none.</summary>
    private static string[] Candidates(string name) => name switch
    {
        "mnist" => ["mnist", "MNIST"],
        "fashion-mnist" => ["fashion-mnist", "FashionMNIST"],
        "cifar-10" => CifarLayout.Cifar10.Candidates,
        "cifar-100" => CifarLayout.Cifar100.Candidates,
        "images" => ["images", "images.tar.gz"],
        _ => [],
    };

    /// <summary>What their forms that are not read are called.</summary>
    private static string[] OtherForms(string name) => name switch
    {
        "cifar-10" => CifarLayout.Cifar10.OtherForms,
        "cifar-100" => CifarLayout.Cifar100.OtherForms,
        _ => [],
    };

    private static string Find(string name, string? path, string? dataFolder, bool confined)
    {
        string[] candidates = Candidates(name);
        if (!confined || dataFolder is null)
        {
            return DatasetLocation.Find(name, confined ? null : path, dataFolder, candidates, OtherForms(name));
        }

        if (path is not null && DataBoundary.Complaint(path) is { } complaint)
        {
            throw new OutsideDataFolderException(complaint);
        }

        string location = DatasetLocation.Find(name, path, dataFolder, candidates, OtherForms(name));
        DataBoundary.Require(location, dataFolder);
        return location;
    }
}
