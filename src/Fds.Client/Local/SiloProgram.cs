namespace Fds.Client.Local;

/// <summary>Finds the silo's program on this machine.</summary>
internal static class SiloProgram
{
    private const string Name = "fds-silo";

    /// <summary>FDS_SILO, else beside the console, else where the build puts it.</summary>
    /// <exception cref="ConsoleException">There is none.</exception>
    public static string Find()
    {
        string own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("FDS_SILO") is { Length: > 0 } named ? named : null,
            Path.Combine(own, Name),
            Path.GetFullPath(Path.Combine(own, "..", "..", "Fds.Silo", Path.GetFileName(own), Name)),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? throw new ConsoleException(
            ExitCodes.Usage, $"running a study on this machine needs the program {Name}, but it is not at {string.Join(" or ", candidates.OfType<string>())}. Name it with FDS_SILO, or submit to a cluster.");
    }
}
