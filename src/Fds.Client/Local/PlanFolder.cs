using Fds.Contracts.Folders;

namespace Fds.Client.Local;

/// <summary>
/// The folder of a private silo that only plans or verifies, among the files that systems keep for a while. It goes with this object; one whose console
/// was killed goes when the next is made.
/// </summary>
internal sealed class PlanFolder : IDisposable
{
    private const string Prefix = "fds-plan-";

    /// <summary>A folder that is not locked may be one that another console has just made, and will lock.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);
    private readonly string folder;
    private readonly FolderLock held;

    private PlanFolder(string folder)
    {
        this.folder = folder;
        held = FolderLock.Take(folder);
    }

    /// <summary>Where the silo keeps its state. It locks that itself, and it may end after its console.</summary>
    public string State => StateOf(folder);

    /// <summary>Makes one, and deletes what consoles that were killed have left.</summary>
    /// <exception cref="ConsoleException">There is no place for temporary files.</exception>
    public static PlanFolder Make(TimeProvider time)
    {
        string place = Path.GetTempPath();
        if (!Directory.Exists(place))
        {
            throw new ConsoleException(ExitCodes.Usage, $"the folder of temporary files, {place}, does not exist. Name one with the environment variable TMPDIR.");
        }

        try
        {
            Sweep(place, time);
            return new(Directory.CreateTempSubdirectory(Prefix).FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"no temporary folder can be made in {place}: {DiskFault.Reason(e, place)}. Name another place with the environment variable TMPDIR.", e);
        }
    }

    public void Dispose()
    {
        Delete(folder);
        held.Dispose();
    }

    private static string StateOf(string folder) => Path.Combine(folder, "state");

    private static void Sweep(string place, TimeProvider time)
    {
        foreach (string left in Directory.EnumerateDirectories(place, Prefix + "*").Where(left => time.GetUtcNow() - Directory.GetLastWriteTimeUtc(left) > Young))
        {
            try
            {
                using FolderLock console = FolderLock.Take(left);
                using FolderLock silo = FolderLock.Take(StateOf(left));
                Delete(left);
            }
            catch (IOException)
            {
                // It is in use, or another user's.
            }
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next one that is made tries again.
        }
    }
}
