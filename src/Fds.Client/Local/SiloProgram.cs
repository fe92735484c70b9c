namespace Fds.Client.Local;

/// <summary>Finds the silo's program on this machine.</summary>
internal static class SiloProgram
{
    private const string Name = "fds-silo";
    private const string Variable = "FDS_SILO";
    private const string ToolStore = ".store";
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>FDS_SILO, else beside the console, in the folder silo beside the console's, among the .NET tools of which the console is one, where the build puts it, or on the PATH; null where there is none.</summary>
    /// <exception cref="ConsoleException">FDS_SILO names what is no program.</exception>
    public static string? TryFind()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } named)
        {
            return Places(AppContext.BaseDirectory).Concat(OnPath()).FirstOrDefault(File.Exists);
        }

        return Complaint(named) is { } complaint
            ? throw new ConsoleException(ExitCodes.Usage, $"{Variable}: found '{named}', which {complaint}; expected the program {Name}.")
            : named;
    }

    /// <summary>As <see cref="TryFind"/>, where there must be one.</summary>
    /// <exception cref="ConsoleException">There is none.</exception>
    public static string Find() => TryFind() ?? throw new ConsoleException(
        ExitCodes.Usage, $"running a study on this machine needs the program {Name}, but it is not at {string.Join(" or ", Places(AppContext.BaseDirectory))}, nor on the PATH. Name it with {Variable}, install it (dotnet tool install Fds.Silo), or submit to a cluster.");

    /// <summary>Where it may be, from where the console's files are.</summary>
    internal static IEnumerable<string> Places(string consoleFolder)
    {
        string own = consoleFolder.TrimEnd(Path.DirectorySeparatorChar);
        yield return Path.Combine(own, Name);
        yield return Path.GetFullPath(Path.Combine(own, "..", "silo", Name));
        if (ToolFolder(own) is { } tools)
        {
            yield return Path.Combine(tools, Name);
        }

        yield return Path.GetFullPath(Path.Combine(own, "..", "..", "Fds.Silo", Path.GetFileName(own), Name));
    }

    /// <summary>Where the commands of .NET tools are that are installed beside this one: its files are below the folder .store there.</summary>
    private static string? ToolFolder(string own)
    {
        for (DirectoryInfo? at = new(own); at is not null; at = at.Parent)
        {
            if (at.Name == ToolStore)
            {
                return at.Parent?.FullName;
            }
        }

        return null;
    }

    private static IEnumerable<string> OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathRooted)
        .Select(folder => Path.Combine(folder, Name));

    private static string? Complaint(string path) =>
        Directory.Exists(path) ? "is a folder" :
        !File.Exists(path) ? "does not exist" :
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Executable) == 0 ? "is not executable" : null;
}
