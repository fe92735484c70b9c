using System.Collections.Concurrent;
using Fds.Contracts.DataFiles;
using Fds.Contracts.Faults;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Fds.Grains.DataFiles;

/// <summary>Gets files from the data folders of other silos, each once however often it is asked for.</summary>
internal sealed class DataFetches(
    DataFolder folder, DataPieces pieces, IGrainFactory grains, IClusterMembershipService membership, FdsInstruments instruments, IHostApplicationLifetime host, DataLog log)
{
    private readonly ConcurrentDictionary<(string Path, string Sha256), Lazy<Task>> running = new();
    private readonly ConcurrentDictionary<(string Path, string Sha256), IncomingFile> arriving = new();
    private readonly ConcurrentDictionary<(string Path, string Sha256), string> failures = new();

    /// <summary>What is here of a file, and how far it has come if it is coming.</summary>
    public async Task<DataFileStatus> Look(DataFile file)
    {
        if (running.ContainsKey(Key(file)))
        {
            return folder.Status(DataFileCondition.Coming) with { Bytes = arriving.TryGetValue(Key(file), out IncomingFile? incoming) ? incoming.Position : 0 };
        }

        DataFileStatus now = await folder.Look(file);
        return now.Condition is DataFileCondition.Here or DataFileCondition.Checking ? now : now with { Reason = failures.GetValueOrDefault(Key(file)) ?? now.Reason };
    }

    /// <summary>Gets a file, if it is not here and there is nothing in its place that must stay.</summary>
    /// <exception cref="DataRefusedException">It cannot be had; the message says why.</exception>
    public Task Get(DataFile file) => running.GetOrAdd(Key(file), key => new(() => Task.Run(() => Run(key, file)))).Value;

    private static (string, string) Key(DataFile file) => (file.Path, file.Sha256);

    private async Task Run((string Path, string Sha256) key, DataFile file)
    {
        try
        {
            if (await IsNeeded(file))
            {
                await Copy(key, file);
            }

            failures.TryRemove(key, out _);
        }
        catch (DataRefusedException e)
        {
            if (failures.GetValueOrDefault(key) != e.Message)
            {
                log.NotStored(file.Path, "another silo", e.Message);
            }

            failures[key] = e.Message;
            instruments.OnDataFile(FileSources.Silo, FileOutcomes.Refused, 0);
            throw;
        }
        finally
        {
            running.TryRemove(key, out _);
        }
    }

    private async Task<bool> IsNeeded(DataFile file)
    {
        DataFileStatus now;
        while ((now = await folder.Look(file)).Condition == DataFileCondition.Checking)
        {
            host.ApplicationStopping.ThrowIfCancellationRequested();
        }

        if (now.Condition == DataFileCondition.Other && !file.Replaces)
        {
            throw new DataRefusedException($"{file.Path} on the silo {folder.Silo} is another file than the one that was put into the cluster. Put it again with --force, or remove it there.");
        }

        return now.Condition != DataFileCondition.Here;
    }

    /// <summary>Tries one silo after another. A silo whose copy breaks in the middle is followed by the next.</summary>
    private async Task Copy((string, string) key, DataFile file)
    {
        List<string> reasons = [];
        foreach (string silo in Others())
        {
            using IncomingFile incoming = folder.Receive(file);
            arriving[key] = incoming;
            try
            {
                IDataFolderGrain other = grains.GetGrain<IDataFolderGrain>(silo + IDataFolderGrain.Suffix);
                if ((await other.Look([file]))[0].Condition == DataFileCondition.Here)
                {
                    await Copy(file, other, incoming);
                    instruments.OnDataFile(FileSources.Silo, FileOutcomes.Stored, file.Bytes);
                    log.Stored(file.Path, file.Bytes, file.Sha256, folder.Root!, $"the silo {silo}");
                    return;
                }
            }
#pragma warning disable CA1031 // Whatever is wrong with one silo, the next one may have the file.
            catch (Exception e) when (!host.ApplicationStopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                reasons.Add(e is DataRefusedException ? e.Message : $"{silo}: {FaultText.Plain(e) ?? "it does not answer"}");
            }
            finally
            {
                arriving.TryRemove(key, out _);
            }
        }

        string why = reasons.Count > 0 ? $" ({string.Join("; ", reasons.Distinct().Select(reason => reason.TrimEnd('.')))})" : "";
        throw new DataRefusedException($"{file.Path} was put into the cluster, but the silo {folder.Silo} does not have it, and gets it from no other silo{why}. Run 'fds data put' again.");
    }

    private async Task Copy(DataFile file, IDataFolderGrain other, IncomingFile incoming)
    {
        while (incoming.Position < file.Bytes)
        {
            host.ApplicationStopping.ThrowIfCancellationRequested();
            byte[] piece = await other.Read(file, incoming.Position, pieces.Bytes);
            if (piece.Length == 0)
            {
                throw new DataRefusedException($"{file.Path} has become shorter where it was read.");
            }

            await Task.Run(() => incoming.Write(incoming.Position, piece));
        }

        await folder.Keep(incoming);
    }

    private IEnumerable<string> Others() =>
        membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active && member.Name != folder.Silo).Select(member => member.Name).Distinct().Order(StringComparer.Ordinal);
}
