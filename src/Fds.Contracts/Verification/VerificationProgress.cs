namespace Fds.Contracts.Verification;

/// <summary>Where a verification stands.</summary>
[GenerateSerializer]
[Immutable]
[Alias("fds.VerificationProgress")]
public sealed record VerificationProgress
{
    /// <summary>Parts that are done.</summary>
    [Id(0)]
    public int Done { get; init; }

    /// <summary>Parts in all.</summary>
    [Id(1)]
    public int Parts { get; init; }

    /// <summary>What is under way, in words.</summary>
    [Id(2)]
    public string Doing { get; init; } = "";

    /// <summary>What was found, when all is done.</summary>
    [Id(3)]
    public VerificationReport? Report { get; init; }
}
