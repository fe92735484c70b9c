using SkiaSharp;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>In which order stored pixels are read so that an image comes out as it is shown.</summary>
/// <param name="First">The stored pixel that is shown in the upper left corner.</param>
/// <param name="Row">How far in storage the pixel below lies.</param>
/// <param name="Column">How far in storage the next pixel to the right lies.</param>
/// <remarks>The eight orientations of EXIF 2.3 (tag 0x0112).</remarks>
internal readonly record struct PixelOrder(int First, int Row, int Column)
{
    /// <summary>Whether rows are stored as columns.</summary>
    public static bool SwapsSides(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>The order for an image of so many stored columns and rows.</summary>
    public static PixelOrder Of(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(width - 1, width, -1),
        SKEncodedOrigin.BottomRight => new((width * height) - 1, -width, -1),
        SKEncodedOrigin.BottomLeft => new(width * (height - 1), -width, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, width),
        SKEncodedOrigin.RightTop => new(width * (height - 1), 1, -width),
        SKEncodedOrigin.RightBottom => new((width * height) - 1, -1, -width),
        SKEncodedOrigin.LeftBottom => new(width - 1, -1, width),
        _ => new(0, width, 1),
    };
}
