using Fds.Core.Runtime;

namespace Fds.Core.Datasets;

/// <summary>How much memory a data set may take, and in what pieces.</summary>
/// <param name="Memory">The host's memory.</param>
/// <param name="BlockBytes">Bytes of a block of pixels, unless one image is larger; null: as many as is usual.</param>
internal sealed record LoadLimits(HostMemory Memory, int? BlockBytes = null)
{
    /// <summary>Those of this host.</summary>
    public static LoadLimits Here { get; } = new(HostMemory.Here);

    /// <summary>Refuses pixels for which there is no memory.</summary>
    /// <param name="name">The data set or file, for the complaint.</param>
    /// <param name="count">How many images.</param>
    /// <param name="imageLength">Bytes of one image.</param>
    /// <exception cref="DatasetException">There is not enough.</exception>
    public void Require(string name, long count, long imageLength)
    {
        // Images on their way to a device are in memory twice, up to this many bytes of them.
        long needed = (count * imageLength) + Math.Min(count * imageLength, DeviceImages.MostOnTheWay);
        long free = Memory.FreeBytes();
        if (needed > free)
        {
            throw new DatasetException(
                $"The {count} images of {name} need {MemoryAmount.Words(needed)} ({needed} bytes) of memory, and {MemoryAmount.Words(free)} ({free} bytes) are free. "
                + "Use fewer or smaller images, or a machine with more memory.");
        }
    }

    /// <summary>Room for images.</summary>
    public PixelBlocks Room(int count, int imageLength) => BlockBytes is { } bytes ? new(count, imageLength, bytes) : new(count, imageLength);
}
