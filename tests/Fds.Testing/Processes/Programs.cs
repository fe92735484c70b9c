namespace Fds.Testing.Processes;

/// <summary>Where the programs under test were built: beside these tests, in the same configuration.</summary>
public static class Programs
{
    /// <summary>The folder of the silo's program.</summary>
    public static string SiloFolder { get; } = Folder("Fds.Silo");

    /// <summary>The silo's program.</summary>
    public static string Silo { get; } = Path.Combine(SiloFolder, "fds-silo");

    /// <summary>The console's program.</summary>
    public static string Console { get; } = Path.Combine(Folder("Fds.Client"), "fds-console");

    /// <summary>The assembly of the sample network, with nothing beside it but what it needs.</summary>
    public static string SampleModule { get; } = Path.Combine(Folder("SmallNet"), "SmallNet.dll");

    private static string Folder(string project)
    {
        DirectoryInfo own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }
}
