using Fds.Core.Datasets.Sources;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>An image file that is not decoded yet.</summary>
/// <param name="File">The file.</param>
/// <param name="Class">Name of its class.</param>
internal sealed record LabelledFile(SourceFile File, string Class);
