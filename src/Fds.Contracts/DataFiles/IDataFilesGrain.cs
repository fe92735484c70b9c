using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Fds.Contracts.DataFiles;

/// <summary>The list of files that belong into every silo's data folder. Key: 0.</summary>
[Alias("fds.IDataFilesGrain")]
public interface IDataFilesGrain : IGrainWithIntegerKey
{
    /// <summary>What every silo has of a file, and whether the cluster would take it.</summary>
    [Alias("Check")]
    [AlwaysInterleave]
    Task<DataFileReport> Check(DataFile file);

    /// <summary>Lists a file that a silo has, and lets all others get it from there. What every silo has of it by now is answered.</summary>
    /// <exception cref="DataRefusedException">The list is full, or the name cannot be used.</exception>
    [Alias("Add")]
    Task<DataFileReport> Add(DataFile file);

    /// <summary>What every silo has of a listed file, as it stands; null where it is not listed.</summary>
    [Alias("Look")]
    [AlwaysInterleave]
    Task<DataFileReport?> Look(string path);

    /// <summary>Listed files in the order of their paths, after a path (null: the first), at most a hundred, with what every silo has of them.</summary>
    [Alias("List")]
    [AlwaysInterleave]
    Task<ImmutableArray<DataFileReport>> List(string? after);

    /// <summary>The listed files at these paths or in these folders; of no paths, all that are listed.</summary>
    [Alias("Find")]
    [AlwaysInterleave]
    Task<ImmutableArray<DataFile>> Find(ImmutableArray<string> paths);

    /// <summary>Takes a file off the list and deletes it at every silo that is up and has it unchanged. Null where it is not listed.</summary>
    [Alias("Remove")]
    Task<DataFileReport?> Remove(string path);
}
