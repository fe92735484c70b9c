using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Children;

/// <summary>The answer to a question.</summary>
/// <param name="Question">The question.</param>
internal sealed record ChildAnswer(ChildQuestion Question)
{
    /// <summary>The study's status.</summary>
    public StudyStatus? Status { get; init; }

    /// <summary>The study's result; null also if there is no such study.</summary>
    public StudyResult? Result { get; init; }

    /// <summary>Whether the name belongs to somebody else's study.</summary>
    public bool IsConflict { get; init; }

    /// <summary>Why the study could not be reached; null if it was.</summary>
    public Exception? Fault { get; init; }
}
