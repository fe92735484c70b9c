namespace Fds.Core.Datasets.ImageFolders;

/// <summary>Which files are images, by the endings of their names.</summary>
internal static class ImageNames
{
    /// <summary>The endings in words, for messages.</summary>
    public const string Endings = "jpg, jpeg, png, webp, bmp or gif";

    /// <summary>Whether the last part of a path ends as an image's name does.</summary>
    public static bool IsImage(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg" or ".jpe" or ".jfif" or ".png" or ".webp" or ".bmp" or ".gif";
}
