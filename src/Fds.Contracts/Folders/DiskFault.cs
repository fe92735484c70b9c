using System.Globalization;

namespace Fds.Contracts.Folders;

/// <summary>What stands in the way of reading or writing a file, in words that say which disk it is where that is at fault.</summary>
public static class DiskFault
{
    // What Linux calls ENOSPC, EDQUOT, EROFS and EIO, and .NET passes on as an exception's number.
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int ReadOnly = 30;
    private const int Broken = 5;

    /// <summary>Whether a fault says that a disk is full, or a user's share of it.</summary>
    public static bool IsFull(Exception fault) => fault is IOException { HResult: NoSpace or OverQuota };

    /// <summary>Why a file cannot be used, as the rest of a sentence without a full stop.</summary>
    /// <param name="fault">What the system said.</param>
    /// <param name="path">The file or folder that was to be used.</param>
    public static string Reason(Exception fault, string path) => fault switch
    {
        IOException { HResult: NoSpace } => $"the disk {Describe(path)} is full",
        IOException { HResult: OverQuota } => $"this user's share of the disk {Describe(path)} is used up",
        IOException { HResult: ReadOnly } => $"the disk {Name(path)} can only be read",
        IOException { HResult: Broken } => $"the disk {Name(path)} does not answer as it should (input/output error)",
        UnauthorizedAccessException => "this user may not write there",
        _ => fault.Message.TrimEnd('.'),
    };

    /// <summary>The disk that a path lies on, its kind, and the space that it has, e.g. <c>/data (ext4, 12.0 of 100.0 GiB free)</c>.</summary>
    public static string Describe(string path) => Find(path) is { } disk ? $"{disk.Name} ({disk.DriveFormat}, {Free(disk)})" : $"of {path}";

    private static string Name(string path) => Find(path)?.Name ?? $"of {path}";

    private static string Free(DriveInfo disk)
    {
        (string unit, double size) = disk.TotalSize switch
        {
            < 1L << 20 => ("KiB", 1L << 10),
            < 1L << 30 => ("MiB", 1L << 20),
            _ => ("GiB", (double)(1L << 30)),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{disk.AvailableFreeSpace / size:F1} of {disk.TotalSize / size:F1} {unit} free");
    }

    /// <summary>The mount that has the longest part of the path; null where the system does not tell.</summary>
    private static DriveInfo? Find(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            DriveInfo? disk = DriveInfo.GetDrives().Where(drive => Holds(drive.Name, full)).MaxBy(drive => drive.Name.Length);
            return disk is { IsReady: true } ? disk : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Holds(string mount, string path) => mount == "/" || path == mount || path.StartsWith(mount.TrimEnd('/') + "/", StringComparison.Ordinal);
}
