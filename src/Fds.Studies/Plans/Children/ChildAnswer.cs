using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Children;

/// <summary>The answer to a question.</summary>
/// <param name="Question">The question.</param>
internal sealed record ChildAnswer(ChildQuestion Question)
{
    /// <summary>How the study stands.</summary>
    public StudyStatus? Status { get; init; }

    /// <summary>What it found; null also where there is no such study.</summary>
    public StudyResult? Result { get; init; }

    /// <summary>Whether its name is that of somebody else's study.</summary>
    public bool IsConflict { get; init; }

    /// <summary>Why it could not be asked; null where it could.</summary>
    public Exception? Fault { get; init; }
}
