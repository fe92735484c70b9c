namespace Fds.Studies.Work;

/// <summary>Why attempts fail, as a metric's label.</summary>
internal static class FailureReasons
{
    /// <summary>It ended with an exception.</summary>
    public const string Faulted = "faulted";

    /// <summary>Its order could not be carried out, or its data could not be read.</summary>
    public const string Refused = "refused";

    /// <summary>Its silo is gone.</summary>
    public const string SiloGone = "silo-gone";

    /// <summary>Nothing was heard of it for longer than its lease.</summary>
    public const string Silent = "silent";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Faulted, Refused, SiloGone, Silent];
}
