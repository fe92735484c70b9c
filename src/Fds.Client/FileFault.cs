using System.Globalization;

namespace Fds.Client;

/// <summary>Why the system refuses a file or a folder, in a few words.</summary>
internal static class FileFault
{
    private const int NotAFolder = 20;
    private const int IsAFolder = 21;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int NameTooLong = 36;
    private const int FolderNotEmpty = 39;
    private const int TooManyLinks = 40;
    private const int QuotaExceeded = 122;

    /// <summary>Whether an exception is such a refusal.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>The reason, without a full stop.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="path">What it is about; null where that is no path.</param>
    public static string Reason(Exception e, string? path = null) => e switch
    {
        PathTooLongException => "its path is too long",
        DirectoryNotFoundException => "there is no such folder",
        FileNotFoundException => "there is no such file",
        UnauthorizedAccessException when path is not null && Directory.Exists(path) && !File.Exists(path) => "permission is denied, or it is a folder where a file is expected",
        UnauthorizedAccessException => "permission is denied",
        ArgumentException or NotSupportedException => "it is no path",
        _ => e.HResult switch
        {
            NotAFolder => "a part of its path is a file",
            IsAFolder => "it is a folder",
            NoSpace => $"no space is left on its disk{Free(path)}",
            QuotaExceeded => "your quota on its disk is used up",
            ReadOnly => "its disk can only be read",
            NameTooLong => "its path is too long",
            FolderNotEmpty => "a folder is in its place",
            TooManyLinks => "its links lead in a circle",
            _ => Rendering.Words.Fault(e).TrimEnd('.'),
        },
    };

    /// <summary>How much is left on a disk, as far as that is known.</summary>
    private static string Free(string? path)
    {
        try
        {
            return path is null ? "" : string.Create(CultureInfo.InvariantCulture, $" ({new DriveInfo(Path.GetFullPath(path)).AvailableFreeSpace / 1048576.0:F1} MiB are free)");
        }
        catch (Exception e) when (Is(e))
        {
            return "";
        }
    }
}
