using Fds.Contracts.Studies;

namespace Fds.Contracts.Verification;

/// <summary>What is to be verified, and how thoroughly.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.VerificationRequest")]
public sealed record VerificationRequest
{
    /// <summary>The study.</summary>
    [Id(0)]
    public required StudySpecification Study { get; init; }

    /// <summary>T of the runs that are compared, in inner steps; null: as few as show something.</summary>
    [Id(1)]
    public int? Steps { get; init; }

    /// <summary>The time after which no further value is compared.</summary>
    [Id(2)]
    public required TimeSpan Limit { get; init; }
}
