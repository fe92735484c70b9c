namespace Fds.Client.Local;

/// <summary>A temporary folder for the state of a silo that only makes a plan.</summary>
internal sealed class PlanFolder : IDisposable
{
    private PlanFolder(string path) => Path = path;

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>Makes one.</summary>
    /// <exception cref="ConsoleException">There is no place for temporary files.</exception>
    public static PlanFolder Make()
    {
        try
        {
            return new(Directory.CreateTempSubdirectory("fds-plan-").FullName);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            string place = System.IO.Path.GetTempPath();
            throw new ConsoleException(
                ExitCodes.Usage, $"the folder for temporary files, {place}, cannot be used: {(Directory.Exists(place) ? FileFault.Reason(e, place) : "there is no such folder")}. Name another with the environment variable TMPDIR.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            // What is left is the system's to clear away, as all temporary files are.
        }
    }
}
