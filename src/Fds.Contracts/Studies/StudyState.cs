namespace Fds.Contracts.Studies;

/// <summary>Where a study stands.</summary>
[GenerateSerializer]
[Alias("fds.StudyState")]
public enum StudyState
{
    /// <summary>No such study.</summary>
    None,

    /// <summary>Submitted; its work runs or waits for a device.</summary>
    Running,

    /// <summary>Every step done and the learned schedule retrained.</summary>
    Succeeded,

    /// <summary>Stopped by a fault; the reason says which.</summary>
    Failed,

    /// <summary>Stopped by a user; what was learned is kept.</summary>
    Cancelled,

    /// <summary>Held up by a user: what ran has stopped or stops at its next step boundary, and nothing is started until it is resumed.</summary>
    Paused,
}
