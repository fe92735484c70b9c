using System.Globalization;
using Fds.Core.Runtime;

namespace Fds.Grains.Devices;

/// <summary>One device slot of this silo.</summary>
/// <param name="Key">Grain key: silo name, slash, ordinal.</param>
/// <param name="Pool">cpu or cuda.</param>
/// <param name="Device">The device as the numerics name it, e.g. <c>cuda:1</c>.</param>
/// <param name="Threads">Threads it computes with.</param>
/// <param name="MemoryBytes">Its own memory; null where it has none of its own or it is not known.</param>
internal sealed record DeviceSlot(string Key, string Pool, string Device, int Threads, long? MemoryBytes = null)
{
    /// <summary>Largest share of the free memory for a run's kept states, because data, activations and other runs need the rest.</summary>
    private const double ShareForStates = 0.5;

    /// <summary>Number of slots that share this slot's memory.</summary>
    public int Sharing { get; init; } = 1;

    /// <summary>Bytes that a run's kept states may take now.</summary>
    public long FreeForStates => (long)(ShareForStates * FreeBytes / Sharing);

    /// <summary>Free bytes for all slots that share its memory; 0 for a card that does not report them.</summary>
    public long FreeBytes => Pool == Pools.Cuda ? CardMemory.Here.FreeBytes(Ordinal) ?? 0 : HostMemory.Here.FreeBytes();

    /// <summary>Name of its silo.</summary>
    public string Silo => Key[..Key.LastIndexOf('/')];

    /// <summary>Memory of its own that is in use, by anyone; null where it has none or it is not known.</summary>
    public long? UsedMemoryBytes => Pool == Pools.Cuda ? CudaDriver.UsedMemoryBytes(Ordinal) : null;

    /// <summary>The card's number, from 0, as libtorch counts.</summary>
    public int Ordinal => int.Parse(Device.AsSpan(Device.IndexOf(':') + 1), CultureInfo.InvariantCulture);
}
