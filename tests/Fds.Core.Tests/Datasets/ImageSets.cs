using Fds.Core.Datasets;

namespace Fds.Core.Tests.Datasets;

/// <summary>Data sets of images, as the loader reads them.</summary>
internal static class ImageSets
{
    public static ImageDataset Load(string name, string? path, string? dataFolder) => (ImageDataset)DatasetLoader.Load(name, path, dataFolder);

    public static ImageDataset LoadWithin(LoadLimits limits, string name, string? path, string? dataFolder) => (ImageDataset)DatasetLoader.LoadWithin(limits, name, path, dataFolder);
}
