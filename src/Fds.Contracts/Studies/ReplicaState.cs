namespace Fds.Contracts.Studies;

/// <summary>Where one piece of a study’s work stands.</summary>
[GenerateSerializer]
[Alias("fds.ReplicaState")]
public enum ReplicaState
{
    /// <summary>Queued for a device.</summary>
    Waiting,

    /// <summary>On a device.</summary>
    Running,

    /// <summary>Its result counts.</summary>
    Completed,

    /// <summary>Loss, weights or tangents were not finite; contributes nothing.</summary>
    Diverged,

    /// <summary>The network does worse than naming the class shares and did better before, or says the same of every image; contributes nothing.</summary>
    Collapsed,

    /// <summary>It failed more often than is allowed; contributes nothing.</summary>
    Failed,

    /// <summary>Not in when its outer step had its quorum and the grace was over; contributes nothing, even if it reports later.</summary>
    Late = 40,
}
