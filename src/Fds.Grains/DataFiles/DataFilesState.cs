using Fds.Contracts.DataFiles;

namespace Fds.Grains.DataFiles;

/// <summary>The stored list of files that belong into every data folder.</summary>
[GenerateSerializer]
[Alias("fds.DataFilesState")]
internal sealed class DataFilesState
{
    /// <summary>Files by path.</summary>
    [Id(0)]
    public SortedDictionary<string, DataFile> Files { get; set; } = new(StringComparer.Ordinal);
}
