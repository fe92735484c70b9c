using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Children;

/// <summary>A question to a study that belongs to this one.</summary>
/// <param name="Study">Which study.</param>
/// <param name="Verb">What is asked.</param>
/// <param name="Submission">The submission to begin with.</param>
/// <param name="Reason">Why it is paused or ended.</param>
internal sealed record ChildQuestion(string Study, ChildVerb Verb, StudySubmission? Submission = null, string? Reason = null)
{
    /// <summary>Whether the asking study continues if the question stays unanswered for a while.</summary>
    public bool BearsSilence => Verb is ChildVerb.Submit or ChildVerb.Status;
}
