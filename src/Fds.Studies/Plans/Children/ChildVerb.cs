namespace Fds.Studies.Plans.Children;

/// <summary>What a study asks of a study that belongs to it.</summary>
internal enum ChildVerb
{
    /// <summary>To begin.</summary>
    Submit,

    /// <summary>How it stands.</summary>
    Status,

    /// <summary>What it found.</summary>
    Result,

    /// <summary>To pause.</summary>
    Pause,

    /// <summary>To go on.</summary>
    Resume,

    /// <summary>To end.</summary>
    Cancel,

    /// <summary>To be removed.</summary>
    Delete,
}
