using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Fds.Contracts.DataFiles;

/// <summary>One silo's data folder. Key: the silo's name, then <c>/data</c>.</summary>
[Alias("fds.IDataFolderGrain")]
public interface IDataFolderGrain : IGrainWithStringKey
{
    /// <summary>What ends the key.</summary>
    const string Suffix = "/data";

    /// <summary>What the folder has of each of these files.</summary>
    [Alias("Look")]
    [ResponseTimeout("00:00:10")]
    Task<ImmutableArray<DataFileStatus>> Look(ImmutableArray<DataFile> files);

    /// <summary>As <see cref="Look"/>, with the reason if the folder would not take the file.</summary>
    [Alias("Consider")]
    [ResponseTimeout("00:00:10")]
    Task<DataFileStatus> Consider(DataFile file);

    /// <summary>Begins an upload under an id that the caller makes up.</summary>
    /// <returns>The most bytes of a chunk.</returns>
    /// <exception cref="DataRefusedException">The folder does not take the file.</exception>
    [Alias("Begin")]
    Task<int> Begin(Guid upload, DataFile file);

    /// <summary>Adds a chunk to an upload. One that is there already changes nothing.</summary>
    /// <returns>The bytes that are there.</returns>
    /// <exception cref="DataRefusedException">There is no such upload any more, or the chunk cannot be stored.</exception>
    [Alias("Write")]
    Task<long> Write(Guid upload, long offset, [Immutable] byte[] bytes);

    /// <summary>Ends an upload: its checksum is compared and the file appears under its name. Has no effect where that was done.</summary>
    /// <exception cref="DataRefusedException">The content is another, or the file cannot be stored.</exception>
    [Alias("Finish")]
    Task<DataFileStatus> Finish(Guid upload, DataFile file);

    /// <summary>Drops an upload with all that is there of it.</summary>
    [Alias("Abandon")]
    Task Abandon(Guid upload);

    /// <summary>Begins to get a file from another silo, if it is not here and not coming.</summary>
    [Alias("Fetch")]
    [ResponseTimeout("00:00:10")]
    Task<DataFileStatus> Fetch(DataFile file);

    /// <summary>Reads a part of a file that is here.</summary>
    /// <exception cref="DataRefusedException">The folder has no such file, or another one.</exception>
    [Alias("Read")]
    Task<byte[]> Read(DataFile file, long offset, int count);

    /// <summary>Deletes a file if it is here unchanged.</summary>
    [Alias("Delete")]
    Task<DataFileStatus> Delete(DataFile file);
}
