namespace Fds.Contracts.Studies;

/// <summary>Which schedule a retraining used.</summary>
[GenerateSerializer]
[Alias("fds.RetrainedSchedule")]
public enum RetrainedSchedule
{
    /// <summary>The schedule after the last outer update.</summary>
    Learned,

    /// <summary>The schedule of the outer step with the best validation accuracy.</summary>
    Best,

    /// <summary>The schedule that the study began with.</summary>
    Initial = 180,
}
