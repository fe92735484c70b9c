using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets;

/// <summary>Loads a data set by name into host memory.</summary>
public static class DatasetLoader
{
    private static readonly string Known = string.Join(", ", DatasetForm.All.Select(form => form.Name));

    /// <summary>Loads a data set.</summary>
    /// <param name="name">glyphs, mnist, fashion-mnist, cifar-10, cifar-100, images, arrays, table or text.</param>
    /// <param name="path">
    /// Its folder, archive or file, absolute or relative to <paramref name="dataFolder"/>; null: found there by name. Must be null for
    /// glyphs, which are drawn and not read, and not null for arrays, table and text.
    /// </param>
    /// <param name="dataFolder">The folder that holds the data sets (FDS_DATA or --data); null where there is none.</param>
    /// <param name="confined">Whether only files of the data folder may be read, wherever links lead.</param>
    /// <param name="options">How a file of one's own is read; null: by the defaults.</param>
    /// <exception cref="DatasetException">The name is not known, or the files are missing, truncated, corrupt or cannot be read.</exception>
    /// <exception cref="OutsideDataFolderException">They are outside the data folder, and it is confined to that.</exception>
    public static Dataset Load(string name, string? path, string? dataFolder, bool confined = false, DatasetOptions? options = null) =>
        LoadWithin(LoadLimits.Here, name, path, dataFolder, confined, options);

    /// <summary>Loads a data set within limits on memory.</summary>
    internal static Dataset LoadWithin(LoadLimits limits, string name, string? path, string? dataFolder, bool confined = false, DatasetOptions? options = null)
    {
        DatasetForm form = DatasetForm.Of(name) ?? throw new DatasetException(name == "svhn"
            ? "The data set svhn is not supported: it is published as MATLAB .mat files, for which there is no well-maintained reader. "
                + $"Convert it to image files and use images, or use one of {Known}."
            : $"The data set must be one of {Known}, but is '{name}'. Correct data.name.");
        if (!form.IsRead && path is not null)
        {
            throw new DatasetException($"The data set {name} is drawn, not read from files: its path must be null but is {path}. Remove data.path.");
        }

        if (form.IsOwn && path is null)
        {
            throw new DatasetException($"The data set {name} is a file of one's own, but no path leads to it. Set data.path to the file.");
        }

        try
        {
            return form.Load(form.IsRead ? Find(form, path, dataFolder, confined) : "", options ?? DatasetOptions.None, limits);
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
            return DatasetForm.Of(name) is { IsRead: true } form ? SourceTree.Stamp(Find(form, path, dataFolder, confined)) : null;
        }
        catch (Exception e) when (e is FdsException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Find(DatasetForm form, string? path, string? dataFolder, bool confined)
    {
        if (!confined || dataFolder is null)
        {
            return DatasetLocation.Find(form.Name, confined ? null : path, dataFolder, form.Candidates, form.OtherForms);
        }

        if (path is not null && DataBoundary.Complaint(path) is { } complaint)
        {
            throw new OutsideDataFolderException(complaint);
        }

        string location = DatasetLocation.Find(form.Name, path, dataFolder, form.Candidates, form.OtherForms);
        DataBoundary.Require(location, dataFolder);
        return location;
    }
}
