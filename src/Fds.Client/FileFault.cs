using Fds.Contracts.Faults;
using Fds.Contracts.Folders;

namespace Fds.Client;

/// <summary>Why the system refuses a file or a folder, in a few words.</summary>
internal static class FileFault
{
    private const int NotAFolder = 20;
    private const int IsAFolder = 21;
    private const int NoSpace = 28;
    private const int NameTooLong = 36;
    private const int FolderNotEmpty = 39;
    private const int TooManyLinks = 40;

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
        ArgumentException or NotSupportedException => "it is not a path",
        _ => e.HResult switch
        {
            NotAFolder => "a part of its path is a file",
            IsAFolder => "it is a folder",
            NameTooLong => "its path is too long",
            FolderNotEmpty => "a folder is in its place",
            NoSpace when path is null => "no space is left on its device",
            TooManyLinks => "its links form a circle",
            _ => path is null ? FaultText.OneLine(e.Message).TrimEnd('.') : DiskFault.Reason(e, path),
        },
    };
}
