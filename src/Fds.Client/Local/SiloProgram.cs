namespace Fds.Client.Local;

/// <summary>Finds the silo's program on this machine.</summary>
internal static class SiloProgram
{
    private const string Name = "fds-silo";
    private const string Variable = "FDS_SILO";

    /// <summary>FDS_SILO, else beside the console, else where the build puts it.</summary>
    /// <exception cref="ConsoleException">There is none, or none where FDS_SILO says.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new ConsoleException(
                ExitCodes.Usage, $"{Variable}: found '{named}', which is {(Directory.Exists(named) ? "a folder" : "not there")}; expected the program {Name}.");
        }

        string own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string[] candidates = [Path.Combine(own, Name), Path.GetFullPath(Path.Combine(own, "..", "..", "Fds.Silo", Path.GetFileName(own), Name))];
        return candidates.FirstOrDefault(File.Exists) ?? throw new ConsoleException(
            ExitCodes.Usage, $"running a study on this machine needs the program {Name}, but it is not at {string.Join(" or ", candidates)}. Name it with {Variable}, or submit to a cluster.");
    }
}
