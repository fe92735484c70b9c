namespace Fds.Contracts.Studies;

/// <summary>A study handed to the cluster: the validated specification and the file it came from.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.StudySubmission")]
public sealed record StudySubmission
{
    /// <summary>What to run.</summary>
    [Id(0)]
    public required StudySpecification Specification { get; init; }

    /// <summary>The study file’s text, kept for the result folder.</summary>
    [Id(1)]
    public required string File { get; init; }
}
