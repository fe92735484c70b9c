namespace Fds.Grains.DataFiles;

/// <summary>How the arrival of a file ended, as a metric's label.</summary>
internal static class FileOutcomes
{
    /// <summary>It is in the data folder.</summary>
    public const string Stored = "stored";

    /// <summary>It was not taken, or could not be stored.</summary>
    public const string Refused = "refused";

    /// <summary>The sender stopped in the middle.</summary>
    public const string BrokenOff = "broken-off";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Stored, Refused, BrokenOff];
}
