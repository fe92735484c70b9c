using System.Numerics;

namespace Fds.Core.Runtime;

/// <summary>
/// Blocks of memory, kept when they are given back and handed out again to who asks for as much. Sizes are rounded up to one of
/// eight per power of two. Before more memory is taken from the system than ever before, kept blocks that were not used for the
/// longest time go back to it, so that what is held stays close to the most that was ever in use at once. Safe for any thread.
/// </summary>
/// <param name="take">Takes a block of a given number of bytes from the system; returns 0 if there is none.</param>
/// <param name="release">Gives a block back to the system.</param>
/// <param name="slack">Bytes that may be kept beyond the most that was in use at once.</param>
internal sealed class BlockCache(Func<nuint, nint> take, Action<nint, nuint> release, long slack)
{
    private const int StepsPerPower = 8;

    private readonly Lock guard = new();
    private readonly Dictionary<nint, nuint> used = [];
    private readonly Dictionary<nuint, LinkedList<Block>> kept = [];
    private long clock;

    /// <summary>Bytes in use.</summary>
    public long BytesInUse { get; private set; }

    /// <summary>Bytes kept for use.</summary>
    public long BytesKept { get; private set; }

    /// <summary>The most bytes that were in use at once.</summary>
    public long MostInUse { get; private set; }

    /// <summary>A block of at least the given number of bytes, which is at least 1; 0 if the system has none.</summary>
    public nint Rent(nuint bytes)
    {
        nuint size = Rounded(bytes);
        lock (guard)
        {
            nint block = TakeKept(size);
            if (block == 0)
            {
                ReleaseDownTo(Math.Max(0, MostInUse + slack - BytesInUse - (long)size));
                block = take(size);
            }

            if (block == 0)
            {
                ReleaseDownTo(0);
                block = take(size);
            }

            if (block != 0)
            {
                used.Add(block, size);
                BytesInUse += (long)size;
                MostInUse = Math.Max(MostInUse, BytesInUse);
            }

            return block;
        }
    }

    /// <summary>Takes a block back.</summary>
    /// <returns>Whether it was handed out here.</returns>
    public bool Return(nint block)
    {
        lock (guard)
        {
            if (!used.Remove(block, out nuint size))
            {
                return false;
            }

            BytesInUse -= (long)size;
            BytesKept += (long)size;
            if (!kept.TryGetValue(size, out LinkedList<Block>? ofSize))
            {
                kept[size] = ofSize = [];
            }

            ofSize.AddLast(new Block(block, ++clock));
            return true;
        }
    }

    /// <summary>Gives all kept blocks back to the system and forgets how much was in use.</summary>
    public void Trim()
    {
        lock (guard)
        {
            ReleaseDownTo(0);
            MostInUse = BytesInUse;
        }
    }

    /// <summary>The block of a size that was given back last: what it holds may still be in the processor's cache.</summary>
    private nint TakeKept(nuint size)
    {
        if (!kept.TryGetValue(size, out LinkedList<Block>? ofSize) || ofSize.Last is not { } newest)
        {
            return 0;
        }

        ofSize.RemoveLast();
        BytesKept -= (long)size;
        return newest.Value.Address;
    }

    private void ReleaseDownTo(long bytes)
    {
        while (BytesKept > bytes)
        {
            (nuint size, LinkedList<Block> ofSize) = kept.Where(pair => pair.Value.Count > 0).MinBy(pair => pair.Value.First!.Value.GivenBack);
            nint oldest = ofSize.First!.Value.Address;
            ofSize.RemoveFirst();
            BytesKept -= (long)size;
            release(oldest, size);
        }
    }

    private static nuint Rounded(nuint bytes)
    {
        nuint step = Math.Max(1, BitOperations.RoundUpToPowerOf2(bytes) / (2 * StepsPerPower));
        return (bytes + step - 1) / step * step;
    }

    private readonly record struct Block(nint Address, long GivenBack);
}
