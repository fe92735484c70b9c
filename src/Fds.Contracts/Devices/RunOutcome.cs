namespace Fds.Contracts.Devices;

/// <summary>How a run ended.</summary>
[GenerateSerializer]
[Alias("fds.RunOutcome")]
public enum RunOutcome
{
    /// <summary>With a result.</summary>
    Completed,

    /// <summary>Loss, weights or tangents were not finite.</summary>
    Diverged,

    /// <summary>The network does worse than naming the class shares and did better before, or says the same of every image.</summary>
    Collapsed,

    /// <summary>With an exception.</summary>
    Faulted,

    /// <summary>Stopped because its silo drains or its study is paused; not a failure.</summary>
    Preempted,

    /// <summary>The order itself cannot be carried out (its windows are empty, its data are out of bounds): trying again would not help.</summary>
    Refused,

    /// <summary>Not begun: it would cost more than the order allows.</summary>
    Unaffordable = 50,

    /// <summary>Its data cannot be read where it ran. They may be there in a moment, or elsewhere.</summary>
    Unreadable = 130,
}
