using System.Collections.Concurrent;
using Fds.Core.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Curvature;

/// <summary>How many columns the tangent engine carries at once, so that their activations stay within a budget.</summary>
internal static class TangentMemory
{
    private const long OnProcessor = 512L << 20;
    private const long OnAccelerator = 8L << 30;
    private const double ShareOfCard = 0.25;
    private static readonly ConcurrentDictionary<int, long> Cards = new();

    /// <summary>Columns per chunk: as few chunks as the budget allows, of nearly equal size.</summary>
    /// <param name="columns">k: columns in all.</param>
    /// <param name="bytesPerColumn">Bytes of one column's activations.</param>
    /// <param name="device">Where they live.</param>
    public static int Chunk(int columns, long bytesPerColumn, Device device)
    {
        long budget = device.type == DeviceType.CPU ? OnProcessor : OnCard(Math.Max(0, device.index));
        int largest = (int)Math.Clamp(budget / Math.Max(1, bytesPerColumn), 1, Math.Max(1, columns));
        int chunks = (columns + largest - 1) / largest;
        return chunks == 0 ? 1 : (columns + chunks - 1) / chunks;
    }

    /// <summary>
    /// The budget depends on the card's whole memory, not on its free memory, because other programs on the card must not change a run's
    /// last digits.
    /// </summary>
    private static long OnCard(int ordinal) =>
        Cards.GetOrAdd(ordinal, card => CudaDriver.MemoryBytes(card) is { } all ? Math.Min(OnAccelerator, (long)(ShareOfCard * all)) : OnAccelerator);
}
