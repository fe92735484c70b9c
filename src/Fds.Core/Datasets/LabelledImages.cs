namespace Fds.Core.Datasets;

/// <summary>Images of one size with one class label each, in host memory.</summary>
/// <param name="Pixels">0 is black, 255 white; Count × Channels × Height × Width bytes, the last index fastest (NCHW).</param>
/// <param name="Labels">Class of each image, counted from 0; Count bytes.</param>
/// <param name="Count">How many images.</param>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
/// <param name="Height">Rows of an image, in pixels.</param>
/// <param name="Width">Columns of an image, in pixels.</param>
public sealed record LabelledImages(PixelBlocks Pixels, byte[] Labels, int Count, int Channels, int Height, int Width)
{
    /// <summary>Images whose pixels are in one array.</summary>
    public LabelledImages(byte[] pixels, byte[] labels, int count, int channels, int height, int width)
        : this(new PixelBlocks(pixels, channels * height * width), labels, count, channels, height, width)
    {
    }

    /// <summary>Bytes of one image: Channels × Height × Width.</summary>
    public int ImageLength => Channels * Height * Width;
}
