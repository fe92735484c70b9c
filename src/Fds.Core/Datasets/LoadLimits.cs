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
    /// <param name="imageLength">Bytes of one image. Images on their way to a device are in memory twice, up to so many bytes of them.</param>
    /// <exception cref="DatasetException">There is not enough.</exception>
    public void Require(string name, long count, long imageLength) =>
        Require($"{count} images of {name}", (count * imageLength) + Math.Min(count * imageLength, DeviceImages.MostOnTheWay), "Use fewer or smaller images");

    /// <summary>Refuses parts of a file of the user's own for which there is no memory.</summary>
    /// <param name="name">The file, for the complaint.</param>
    /// <param name="count">How many parts.</param>
    /// <param name="length">Bytes of one part, in all the forms in which it is in memory at once.</param>
    /// <param name="what">What the parts are.</param>
    /// <exception cref="DatasetException">There is not enough.</exception>
    public void RequireOf(string name, long count, int length, string what) => Require($"{count} {what} of {name}", count * length, "Use a smaller file");

    /// <summary>Room for images.</summary>
    public PixelBlocks Room(int count, int imageLength) => BlockBytes is { } bytes ? new(count, imageLength, bytes) : new(count, imageLength);

    private void Require(string what, long needed, string advice)
    {
        long free = Memory.FreeBytes();
        if (needed > free)
        {
            throw new DatasetException(
                $"The {what} need {MemoryAmount.Words(needed)} ({needed} bytes) of memory, and {MemoryAmount.Words(free)} ({free} bytes) are free. {advice}, or a machine with more memory.");
        }
    }
}
