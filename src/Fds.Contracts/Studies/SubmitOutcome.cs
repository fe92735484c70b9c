namespace Fds.Contracts.Studies;

/// <summary>What became of a submission.</summary>
[GenerateSerializer]
[Alias("fds.SubmitOutcome")]
public enum SubmitOutcome
{
    /// <summary>The study is new and runs.</summary>
    Accepted,

    /// <summary>The same study was there already and goes on (or has ended).</summary>
    Resumed,

    /// <summary>Another study of that name is there; nothing was changed.</summary>
    Conflict,
}
