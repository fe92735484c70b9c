namespace Fds.Core.Datasets;

/// <summary>
/// The pixels of images of one size in host memory, one byte each: in blocks of whole images, as an array holds no more than 2 GiB.
/// </summary>
public sealed class PixelBlocks
{
    private const int DefaultBlockBytes = 64 << 20;
    private readonly byte[]?[] blocks;
    private readonly int imagesPerBlock;

    /// <summary>Room for images, all black.</summary>
    /// <param name="count">How many images.</param>
    /// <param name="imageLength">Bytes of one image.</param>
    public PixelBlocks(int count, int imageLength)
        : this(count, imageLength, DefaultBlockBytes)
    {
    }

    /// <summary>As the other constructor, with blocks of a given number of bytes, or of one image if an image is larger.</summary>
    internal PixelBlocks(int count, int imageLength, int blockBytes)
    {
        Count = count;
        ImageLength = imageLength;
        imagesPerBlock = Math.Max(1, blockBytes / Math.Max(1, imageLength));
        blocks = new byte[(count + (long)imagesPerBlock - 1) / imagesPerBlock][];
        for (int block = 0; block < blocks.Length; block++)
        {
            blocks[block] = new byte[Math.Min(imagesPerBlock, count - First(block)) * imageLength];
        }
    }

    /// <summary>Images that are in one array, one after another; the array is used as it is.</summary>
    /// <exception cref="ArgumentException">The array does not hold a whole number of images.</exception>
    public PixelBlocks(byte[] pixels, int imageLength)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentOutOfRangeException.ThrowIfLessThan(imageLength, 1);
        if (pixels.Length % imageLength != 0)
        {
            throw new ArgumentException($"Expected whole images of {imageLength} bytes but got {pixels.Length} bytes.", nameof(pixels));
        }

        Count = imagesPerBlock = pixels.Length / imageLength;
        ImageLength = imageLength;
        blocks = [pixels];
    }

    /// <summary>How many images there are.</summary>
    public int Count { get; }

    /// <summary>Bytes of one image.</summary>
    public int ImageLength { get; }

    /// <summary>Bytes of all images.</summary>
    public long Length => (long)Count * ImageLength;

    /// <summary>In how many arrays they are.</summary>
    internal int BlockCount => blocks.Length;

    /// <summary>The pixels of one image.</summary>
    /// <exception cref="InvalidOperationException">They were released.</exception>
    public Span<byte> this[int image] => Block(image / imagesPerBlock).AsSpan(image % imagesPerBlock * ImageLength, ImageLength);

    /// <summary>A copy in one array.</summary>
    /// <exception cref="OverflowException">They are more than an array holds.</exception>
    public byte[] ToArray()
    {
        byte[] all = new byte[checked((int)Length)];
        for (int block = 0; block < blocks.Length; block++)
        {
            Block(block).CopyTo(all.AsSpan(First(block) * ImageLength));
        }

        return all;
    }

    /// <summary>The pixels of a block's images, one after another.</summary>
    internal byte[] Block(int block) => blocks[block] ?? throw new InvalidOperationException("These pixels were released, because they are on a device.");

    /// <summary>The first image of a block.</summary>
    internal int First(int block) => block * imagesPerBlock;

    /// <summary>Gives a block's memory up.</summary>
    internal void Release(int block) => blocks[block] = null;
}
