using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>An image file that is not decoded yet.</summary>
/// <param name="File">Its bytes.</param>
/// <param name="Label">The number of its class.</param>
internal sealed record LabelledFile(SourceFile File, byte Label);
