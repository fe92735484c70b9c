namespace Fds.Grains.DataFiles;

/// <summary>Where files come from, as a metric's label.</summary>
internal static class FileSources
{
    /// <summary>A console sent it.</summary>
    public const string Console = "console";

    /// <summary>Another silo has it.</summary>
    public const string Silo = "silo";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Console, Silo];
}
