using SkiaSharp;

namespace Fds.Core.Datasets.ImageFolders;

/// <summary>An image file's header, read before the image is decoded.</summary>
/// <param name="Width">Columns as shown, in pixels.</param>
/// <param name="Height">Rows as shown, in pixels.</param>
/// <param name="IsGrey">Whether it has one channel.</param>
/// <param name="Origin">Where its first stored pixel is when it is shown, as its EXIF data say.</param>
internal readonly record struct ImageHeader(int Width, int Height, bool IsGrey, SKEncodedOrigin Origin)
{
    /// <summary>Whether it is turned or mirrored when it is shown.</summary>
    public bool IsTurned => Origin != SKEncodedOrigin.TopLeft;
}
