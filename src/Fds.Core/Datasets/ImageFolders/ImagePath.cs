namespace Fds.Core.Datasets.ImageFolders;

/// <summary>The parts of <c>prefix/{train,test}/class/file</c>.</summary>
/// <param name="Prefix">What stands before the split, possibly nothing.</param>
/// <param name="Split">train or test.</param>
/// <param name="Class">Name of the class folder.</param>
/// <param name="File">Name of the image file.</param>
internal sealed record ImagePath(string Prefix, string Split, string Class, string File)
{
    public const string Training = "train";
    public const string Test = "test";

    /// <summary>The parts of a path, or null where it is not an image's place. Hidden files (".…") are no images: macOS archives are full of them.</summary>
    public static ImagePath? Parse(string path)
    {
        string[] parts = path.Split('/');
        if (parts.Length < 3 || parts[^3] is not (Training or Test) || parts[^1].StartsWith('.') || !HasImageExtension(parts[^1]))
        {
            return null;
        }

        return new ImagePath(string.Join('/', parts[..^3]), parts[^3], parts[^2], parts[^1]);
    }

    private static bool HasImageExtension(string file) =>
        Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png";
}
