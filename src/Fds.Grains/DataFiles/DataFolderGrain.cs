using System.Collections.Immutable;
using Fds.Contracts.DataFiles;
using Fds.Grains.Hosting;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Fds.Grains.DataFiles;

/// <summary>The face of this silo's data folder: it holds nothing, the services behind it do. Calls do not wait for one another's disks.</summary>
[SiloPinned]
[Reentrant]
[Immovable]
[GrainType("fds-data-folder")]
internal sealed class DataFolderGrain(DataFolder folder, DataUploads uploads, DataFetches fetches, DataPieces pieces, DataLog log) : Grain, IDataFolderGrain
{
    public async Task<ImmutableArray<DataFileStatus>> Look(ImmutableArray<DataFile> files) => [.. await Task.WhenAll(files.Select(fetches.Look))];

    public async Task<DataFileStatus> Consider(DataFile file)
    {
        DataFileStatus now = await fetches.Look(file);
        return now.Condition is DataFileCondition.Here or DataFileCondition.Checking ? now : now with { Reason = folder.Complaint(file) };
    }

    public async Task<int> Begin(Guid upload, DataFile file)
    {
        await Task.Run(() => uploads.Begin(upload, file));
        return pieces.Bytes;
    }

    public Task<long> Write(Guid upload, long offset, byte[] bytes) => Task.Run(() => uploads.Write(upload, offset, bytes));

    public Task<DataFileStatus> Finish(Guid upload, DataFile file) => uploads.Finish(upload, file);

    public Task Abandon(Guid upload)
    {
        uploads.Abandon(upload);
        return Task.CompletedTask;
    }

    public async Task<DataFileStatus> Fetch(DataFile file)
    {
        DataFileStatus now = await folder.Look(file);
        if (now.Condition != DataFileCondition.Here)
        {
            // Whoever asked looks again; a failure is in what is answered then.
            _ = fetches.Get(file).ContinueWith(fetch => fetch.Exception, TaskScheduler.Default);
        }

        return await fetches.Look(file);
    }

    public Task<byte[]> Read(DataFile file, long offset, int count) => folder.Read(file, offset, Math.Min(count, pieces.Bytes));

    public async Task<DataFileStatus> Delete(DataFile file)
    {
        DataFileStatus before = await folder.Look(file);
        DataFileStatus after = await folder.Delete(file);
        if (before.Condition == DataFileCondition.Here && after.Condition == DataFileCondition.Absent)
        {
            log.Deleted(file.Path, file.Sha256);
        }

        return after;
    }
}
