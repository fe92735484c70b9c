namespace Fds.Client.Local;

/// <summary>How a private silo is started.</summary>
/// <param name="Program">The silo's program.</param>
/// <param name="StateFolder">Where its state and log go.</param>
/// <param name="DataFolder">Folder of data sets, or null.</param>
/// <param name="Slots">Device slots.</param>
/// <param name="ThreadsPerSlot">Threads per slot.</param>
internal sealed record PrivateSiloOptions(string Program, string StateFolder, string? DataFolder, int Slots, int ThreadsPerSlot)
{
    /// <summary>Whether the state folder goes with the console.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>As many slots as replicas can use, the cores divided among them.</summary>
    public static PrivateSiloOptions For(string stateFolder, string? dataFolder, int replicas, int? slots)
    {
        int count = slots ?? Math.Clamp(replicas, 1, Environment.ProcessorCount);
        string? data = dataFolder ?? Environment.GetEnvironmentVariable("FDS_DATA");
        return new(
            SiloProgram.Find(),
            Path.GetFullPath(stateFolder),
            string.IsNullOrEmpty(data) ? null : Path.GetFullPath(data),
            count,
            Math.Max(1, Environment.ProcessorCount / count));
    }
}
