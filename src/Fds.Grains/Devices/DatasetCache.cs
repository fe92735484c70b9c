using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Training;
using Fds.Grains.Admission;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace Fds.Grains.Devices;

/// <summary>The data sets in the memory of this process's devices, shared by the runs on them; unused ones make room for new ones.</summary>
internal sealed class DatasetCache(IOptions<FdsSiloOptions> options, FdsInstruments instruments) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Name, string? Path, string Device), Entry> entries = [];

    /// <summary>Borrows a data set; loads it where it is not there yet. Dispose of the lease to give it back.</summary>
    /// <exception cref="DatasetException">It cannot be found or read.</exception>
    public Lease Borrow(DataSpecification data, string device)
    {
        (string, string?, string) key = (data.Name, data.Path, device);
        lock (gate)
        {
            if (!entries.TryGetValue(key, out Entry? entry))
            {
                DropUnused();
                entries[key] = entry = new(new Lazy<DeviceData>(() => Load(data, device)));
            }

            entry.Users++;
            return new(this, key, entry);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            DropUnused();
        }
    }

    private void DropUnused()
    {
        foreach ((var key, Entry entry) in entries.Where(pair => pair.Value.Users == 0).ToList())
        {
            entries.Remove(key);
            if (entry.Data.IsValueCreated)
            {
                entry.Data.Value.Dispose();
            }
        }
    }

    private DeviceData Load(DataSpecification data, string device)
    {
        try
        {
            return new(DatasetLoader.Load(data.Name, data.Path, options.Value.DataFolder, confined: !options.Value.ReadAnywhere), torch.device(device));
        }
        catch (OutsideDataFolderException)
        {
            instruments.OnStudyRefused(RefusalReasons.Path);
            throw;
        }
    }

    private void GiveBack((string, string?, string) key, Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
            if (entry.Users == 0 && !entry.Data.IsValueCreated)
            {
                // It could not be loaded. The next run tries again: the file may be there by then.
                entries.Remove(key);
            }
        }
    }

    /// <summary>A data set in use.</summary>
    internal sealed class Lease : IDisposable
    {
        private readonly DatasetCache cache;
        private readonly (string, string?, string) key;
        private readonly Entry entry;

        internal Lease(DatasetCache cache, (string, string?, string) key, Entry entry)
        {
            this.cache = cache;
            this.key = key;
            this.entry = entry;
        }

        /// <summary>The data, loaded on first use.</summary>
        public DeviceData Data => entry.Data.Value;

        public void Dispose() => cache.GiveBack(key, entry);
    }

    /// <summary>A data set and how many runs use it.</summary>
    internal sealed class Entry(Lazy<DeviceData> data)
    {
        public Lazy<DeviceData> Data { get; } = data;

        public int Users { get; set; }
    }
}
