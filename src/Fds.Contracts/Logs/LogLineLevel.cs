namespace Fds.Contracts.Logs;

/// <summary>How grave a line of a log is.</summary>
[GenerateSerializer]
[Alias("fds.LogLineLevel")]
public enum LogLineLevel
{
    /// <summary>For whoever looks into the program itself.</summary>
    Debug,

    /// <summary>What happens in any case.</summary>
    Information,

    /// <summary>What should not happen, and is coped with.</summary>
    Warning,

    /// <summary>What failed.</summary>
    Error,

    /// <summary>What someone must see to at once.</summary>
    Critical,
}
