namespace Fds.Contracts.Devices;

/// <summary>A study’s answer to a device’s report.</summary>
[GenerateSerializer]
[Alias("fds.Verdict")]
public enum Verdict
{
    /// <summary>Go on.</summary>
    Continue,

    /// <summary>This attempt no longer counts: stop.</summary>
    Abandon,

    /// <summary>The result is stored.</summary>
    Accepted,

    /// <summary>The result was stored before.</summary>
    Duplicate,

    /// <summary>Stop at the next step boundary, leave a checkpoint and report preempted.</summary>
    Preempt,
}
