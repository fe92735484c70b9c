namespace Fds.Studies.Plans.Children;

/// <summary>What is asked of a study by the one that it belongs to.</summary>
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
