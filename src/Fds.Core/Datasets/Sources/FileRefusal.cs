namespace Fds.Core.Datasets.Sources;

/// <summary>Why the system does not let a file or folder be read, in words to be read after "found".</summary>
internal static class FileRefusal
{
    private const int BrokenDisk = 5;
    private const int TooManyFiles = 24;
    private const int TooManyLinks = 40;

    /// <summary>The words.</summary>
    public static string Of(Exception cause) => cause switch
    {
        UnauthorizedAccessException => "one that this user may not read",
        FileNotFoundException or DirectoryNotFoundException => "one that no longer exists",
        PathTooLongException => "one whose path is too long",
        { HResult: BrokenDisk } => "one that its disk cannot read (input/output error)",
        { HResult: TooManyFiles } => "that this process already has as many open files as it may have",
        { HResult: TooManyLinks } => "a link that is part of a cycle",
        _ => $"this answer of the system: {cause.Message.TrimEnd('.')}",
    };
}
