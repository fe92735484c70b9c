using System.Collections.Concurrent;
using Fds.Contracts.DataFiles;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Options;

namespace Fds.Grains.DataFiles;

/// <summary>Files that consoles send to this silo. One of which nothing comes any more is dropped, and all are when the silo stops.</summary>
internal sealed class DataUploads : IDisposable
{
    /// <summary>Uploads at a time. They are few, since each is a person's.</summary>
    private const int Most = 32;
    private const string Source = "a console";
    private static readonly TimeSpan LongestSweep = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, Upload> uploads = new();
    private readonly DataFolder folder;
    private readonly IOptions<FdsSiloOptions> options;
    private readonly FdsInstruments instruments;
    private readonly TimeProvider time;
    private readonly DataLog log;
    private readonly ITimer sweeping;

    public DataUploads(DataFolder folder, IOptions<FdsSiloOptions> options, FdsInstruments instruments, TimeProvider time, DataLog log)
    {
        (this.folder, this.options, this.instruments, this.time, this.log) = (folder, options, instruments, time, log);
        TimeSpan period = options.Value.DataUploadIdle < LongestSweep ? options.Value.DataUploadIdle : LongestSweep;
        sweeping = time.CreateTimer(_ => DropIdle(), null, period, period);
    }

    /// <summary>Begins one; the same again changes nothing.</summary>
    /// <exception cref="DataRefusedException">This silo does not take it.</exception>
    public void Begin(Guid id, DataFile file)
    {
        if (uploads.ContainsKey(id))
        {
            return;
        }

        try
        {
            Upload begun = uploads.Count < Most ? new(folder.Receive(file), time.GetTimestamp()) : throw new DataRefusedException($"the silo {folder.Silo} takes {Most} uploads at a time. Try again when one of them has ended.");
            if (!uploads.TryAdd(id, begun))
            {
                begun.File.Dispose();
            }
        }
        catch (DataRefusedException e)
        {
            Refused(file, e);
            throw;
        }
    }

    /// <summary>Adds a piece.</summary>
    /// <returns>Bytes that are there.</returns>
    /// <exception cref="DataRefusedException">The upload is over, or the piece cannot be stored.</exception>
    public long Write(Guid id, long offset, byte[] bytes)
    {
        Upload upload = uploads.GetValueOrDefault(id) ?? throw IncomingFile.Gone("this file");
        upload.HeardAt = time.GetTimestamp();
        try
        {
            return upload.File.Write(offset, bytes);
        }
        catch (DataRefusedException e)
        {
            GiveUp(id, upload, e);
            throw;
        }
    }

    /// <summary>Ends one: the file gets its name.</summary>
    /// <exception cref="DataRefusedException">It is damaged, or cannot be stored.</exception>
    public async Task<DataFileStatus> Finish(Guid id, DataFile file)
    {
        if (!uploads.TryRemove(id, out Upload? upload))
        {
            // The answer to the first call may have been lost.
            return await folder.Look(file) is { Condition: DataFileCondition.Here } done ? done : throw IncomingFile.Gone(file.Path);
        }

        try
        {
            DataFileStatus kept = await folder.Keep(upload.File);
            instruments.OnDataFile(FileSources.Console, FileOutcomes.Stored, file.Bytes);
            log.Stored(file.Path, file.Bytes, file.Sha256, folder.Root!, Source);
            return kept;
        }
        catch (DataRefusedException e)
        {
            Refused(file, e);
            throw;
        }
    }

    /// <summary>Drops one.</summary>
    public void Abandon(Guid id)
    {
        if (uploads.TryRemove(id, out Upload? upload))
        {
            Drop(upload.File, "the console gave it up");
        }
    }

    public void Dispose()
    {
        sweeping.Dispose();
        foreach (Guid id in uploads.Keys)
        {
            if (uploads.TryRemove(id, out Upload? upload))
            {
                Drop(upload.File, "the silo stops");
            }
        }
    }

    private void DropIdle()
    {
        foreach ((Guid id, Upload upload) in uploads)
        {
            if (time.GetElapsedTime(upload.HeardAt) > options.Value.DataUploadIdle && uploads.TryRemove(id, out _))
            {
                Drop(upload.File, $"nothing came for {options.Value.DataUploadIdle:c}");
            }
        }
    }

    private void Drop(IncomingFile file, string reason)
    {
        long bytes = file.Position;
        file.Dispose();
        instruments.OnDataFile(FileSources.Console, FileOutcomes.BrokenOff, bytes);
        log.NotStored(file.File.Path, Source, $"{reason} after {bytes} of {file.File.Bytes} bytes");
    }

    private void GiveUp(Guid id, Upload upload, DataRefusedException reason)
    {
        if (uploads.TryRemove(id, out _))
        {
            upload.File.Dispose();
            Refused(upload.File.File, reason);
        }
    }

    private void Refused(DataFile file, DataRefusedException reason)
    {
        instruments.OnDataFile(FileSources.Console, FileOutcomes.Refused, 0);
        log.NotStored(file.Path, Source, reason.Message);
    }

    private sealed class Upload(IncomingFile file, long heardAt)
    {
        public IncomingFile File => file;

        public long HeardAt { get; set; } = heardAt;
    }
}
