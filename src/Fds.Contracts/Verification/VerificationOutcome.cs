namespace Fds.Contracts.Verification;

/// <summary>What a verification comes to.</summary>
[GenerateSerializer]
[Alias("fds.VerificationOutcome")]
public enum VerificationOutcome
{
    /// <summary>All ways agree.</summary>
    Trustworthy,

    /// <summary>They do not, or nothing could be compared.</summary>
    Untrustworthy,

    /// <summary>No disagreement was found, but the time given was over before any value was compared with central differences.</summary>
    OutOfTime,
}
