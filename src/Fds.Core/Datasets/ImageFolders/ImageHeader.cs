namespace Fds.Core.Datasets.ImageFolders;

/// <summary>What an image file says of itself before it is decoded.</summary>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="IsGrey">Whether it has one channel.</param>
internal readonly record struct ImageHeader(int Width, int Height, bool IsGrey);
