namespace Fds.Client.Local;

/// <summary>Finds the silo's program on this machine.</summary>
internal static class SiloProgram
{
    private const string Name = "fds-silo";
    private const string Variable = "FDS_SILO";
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static string[] Places
    {
        get
        {
            string own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
            return [Path.Combine(own, Name), Path.GetFullPath(Path.Combine(own, "..", "..", "Fds.Silo", Path.GetFileName(own), Name))];
        }
    }

    /// <summary>FDS_SILO, else beside the console, else where the build puts it; null where there is none.</summary>
    /// <exception cref="ConsoleException">FDS_SILO names what is no program.</exception>
    public static string? TryFind()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } named)
        {
            return Places.FirstOrDefault(File.Exists);
        }

        return Complaint(named) is { } complaint
            ? throw new ConsoleException(ExitCodes.Usage, $"{Variable}: found '{named}', which {complaint}; expected the program {Name}.")
            : named;
    }

    /// <summary>As <see cref="TryFind"/>, where there must be one.</summary>
    /// <exception cref="ConsoleException">There is none.</exception>
    public static string Find() => TryFind() ?? throw new ConsoleException(
        ExitCodes.Usage, $"running a study on this machine needs the program {Name}, but it is not at {string.Join(" or ", Places)}. Name it with {Variable}, or submit to a cluster.");

    private static string? Complaint(string path) =>
        Directory.Exists(path) ? "is a folder" :
        !File.Exists(path) ? "does not exist" :
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Executable) == 0 ? "is not executable" : null;
}
