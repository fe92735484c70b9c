using System.Collections.Immutable;

namespace Fds.Client.Downloads;

/// <summary>A data set that can be downloaded.</summary>
/// <param name="Folder">Folder of the data folder that its files go to; empty for the data folder itself.</param>
/// <param name="Source">Address of the folder that holds the files.</param>
/// <param name="Files">The files.</param>
internal sealed record PublishedDataset(string Folder, Uri Source, ImmutableArray<PublishedFile> Files);
