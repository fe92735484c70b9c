using System.Collections.Concurrent;
using TorchSharp;

namespace Fds.Core.Runtime;

/// <summary>
/// How much memory of a GPU the runs of this process can still have. What the driver calls free is too little: libtorch keeps what
/// runs have given back, and does not say in .NET how much that is. So what was free before this process took any counts as well, but
/// for the data sets that lie there. Another process that has come since can have taken of that: a run that meets it does with less.
/// </summary>
public sealed class CardMemory
{
    private readonly Func<int, long?> free;
    private readonly ConcurrentDictionary<int, long> atStart = new();
    private readonly ConcurrentDictionary<int, long> held = new();

    internal CardMemory(Func<int, long?> free) => this.free = free;

    /// <summary>This host's.</summary>
    public static CardMemory Here { get; } = new(CudaDriver.FreeMemoryBytes);

    /// <summary>Notes what is free before this process has taken memory for tensors; only the first time counts.</summary>
    /// <param name="ordinal">The card's number, from 0, as libtorch counts.</param>
    public void Begin(int ordinal)
    {
        if (free(ordinal) is { } bytes)
        {
            atStart.TryAdd(ordinal, bytes);
        }
    }

    /// <summary>Bytes that runs can have now, all of them together; null where nothing is known of such a card.</summary>
    /// <param name="ordinal">The card's number, from 0, as libtorch counts.</param>
    public long? FreeBytes(int ordinal) => free(ordinal) is { } now
        ? Math.Max(now, atStart.TryGetValue(ordinal, out long before) ? before - held.GetValueOrDefault(ordinal) : 0)
        : null;

    /// <summary>Notes that data lie on a card from now on, or with a negative number that they do no more. Of no consequence on a CPU.</summary>
    internal void Hold(torch.Device device, long bytes)
    {
        if (device.type == DeviceType.CUDA)
        {
            held.AddOrUpdate(Math.Max(0, device.index), bytes, (_, before) => before + bytes);
        }
    }
}
