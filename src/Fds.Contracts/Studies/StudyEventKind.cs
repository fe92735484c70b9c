namespace Fds.Contracts.Studies;

/// <summary>What a study event tells.</summary>
[GenerateSerializer]
[Alias("fds.StudyEventKind")]
public enum StudyEventKind
{
    /// <summary>The study was accepted.</summary>
    Submitted,

    /// <summary>The study’s coordinator came to life again with its stored state.</summary>
    Activated,

    /// <summary>Replicas moved on; carries a status, never stored.</summary>
    Progress,

    /// <summary>A replica began on a device.</summary>
    ReplicaStarted,

    /// <summary>A replica’s result was counted.</summary>
    ReplicaFinished,

    /// <summary>A replica diverged, collapsed or failed and does not contribute.</summary>
    ReplicaLeftOut,

    /// <summary>An attempt was lost and its work was queued again.</summary>
    Redispatched,

    /// <summary>Hypergradients were averaged and the schedules updated.</summary>
    OuterStepCompleted,

    /// <summary>A value was projected onto its range.</summary>
    RangeReached,

    /// <summary>Every step size is small against its value.</summary>
    Converged,

    /// <summary>A retraining from scratch ended.</summary>
    RetrainingCompleted,

    /// <summary>The study reached its final state.</summary>
    Ended,

    /// <summary>A new attempt went on from the checkpoint of an earlier one.</summary>
    Restored,

    /// <summary>A user paused the study.</summary>
    Paused,

    /// <summary>A user let the study go on.</summary>
    Resumed,

    /// <summary>A user raised the study's limits.</summary>
    Extended,

    /// <summary>A population began another generation, or its best member was found.</summary>
    PopulationChanged = 40,

    /// <summary>A trial has the lowest validation loss so far.</summary>
    IncumbentFound = 50,

    /// <summary>A method of a comparison began or ended.</summary>
    MethodChanged = 51,

    /// <summary>An outer step had no hypergradient: earlier values were taken up again, with shorter steps.</summary>
    SteppedBack = 52,

    /// <summary>A clamp held so much back that hypergradients are no longer those of the loss.</summary>
    ClampSaturated = 80,

    /// <summary>The data were read: what is in them, and what was passed over.</summary>
    DataRead = 170,

    /// <summary>Replicas of an outer step were unstable: learning rates were lowered instead of following the hypergradients.</summary>
    Unstable = 180,

    /// <summary>One of several schedules was chosen on fresh seeds.</summary>
    CandidateChosen = 181,
}
