namespace Fds.Contracts.Folders;

/// <summary>
/// The right to a state folder, which one process at a time has: until it disposes of this or ends, however it ends. A silo holds it while
/// it runs, a console while it empties the folder for a silo of its own.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private const string Name = ".lock";

    /// <summary>EWOULDBLOCK, which is how Linux says that another open file has the lock.</summary>
    private const int HeldByAnother = 11;

    private readonly string folder;
    private readonly FileStream held;

    private FolderLock(string folder)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        held = new FileStream(Path.Combine(folder, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Takes a folder into use, making it where it is absent.</summary>
    /// <exception cref="IOException">Another process uses it, or the system refuses; the message says which.</exception>
    public static FolderLock Take(string folder)
    {
        string full = Path.GetFullPath(folder);
        try
        {
            return new(full);
        }
        catch (IOException e) when (e.HResult == HeldByAnother)
        {
            throw new IOException($"The state folder {full} is in use by another process. Stop that one first, or name another folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The state folder {full} cannot be used: {Why(e, full)}.", e);
        }
    }

    /// <summary>Deletes all that the folder holds. The lock stays, so that nobody else can have it meanwhile.</summary>
    public void Empty()
    {
        DirectoryInfo directory = new(folder);
        foreach (DirectoryInfo inside in directory.EnumerateDirectories())
        {
            inside.Delete(recursive: true);
        }

        foreach (FileInfo inside in directory.EnumerateFiles().Where(file => file.Name != Name))
        {
            inside.Delete();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static string Why(Exception fault, string folder) => File.Exists(folder) ? "it is a file" : DiskFault.Reason(fault, folder);
}
