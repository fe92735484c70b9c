namespace Fds.Contracts.Studies;

/// <summary>What became of a verb.</summary>
[GenerateSerializer]
[Alias("fds.VerbOutcome")]
public enum VerbOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>It was so already; nothing was changed.</summary>
    Unchanged,

    /// <summary>Not possible as the study stands; nothing was changed.</summary>
    Refused,
}
