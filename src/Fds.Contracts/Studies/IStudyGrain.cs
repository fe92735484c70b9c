using Fds.Contracts.Devices;
using Orleans.Concurrency;

namespace Fds.Contracts.Studies;

/// <summary>The coordinator and only writer of one study. Key: the study's name.</summary>
[Alias("fds.IStudyGrain")]
public interface IStudyGrain : IGrainWithStringKey
{
    /// <summary>Begins the study. The same submission again changes nothing; another one under the same name is refused.</summary>
    [Alias("Submit")]
    Task<SubmitReply> Submit(StudySubmission submission);

    /// <summary>The study as it stands; state <see cref="StudyState.None"/> where there is none of this name.</summary>
    [Alias("GetStatus")]
    [AlwaysInterleave]
    Task<StudyStatus> GetStatus();

    /// <summary>Everything learned so far; null where there is no study of this name.</summary>
    [Alias("GetResult")]
    [AlwaysInterleave]
    Task<StudyResult?> GetResult();

    /// <summary>Stops the study and keeps what was learned. Has no effect once it has ended.</summary>
    [Alias("Cancel")]
    Task<StudyStatus> Cancel(string reason);

    /// <summary>
    /// Holds the study up: nothing more is started, and what runs stops at its next step boundary, leaving a checkpoint. Refused
    /// where the study has ended.
    /// </summary>
    [Alias("Pause")]
    Task<VerbReply> Pause(string reason);

    /// <summary>Lets a paused study go on, from its checkpoints. Refused where the study has ended.</summary>
    [Alias("Resume")]
    Task<VerbReply> Resume();

    /// <summary>
    /// Raises limits. A study that has ended goes on from its history, for at least one more outer step, and retrains again; so does
    /// one that is retraining. Refused where a limit would be lowered or the study failed for another reason than its budget.
    /// </summary>
    [Alias("Extend")]
    Task<VerbReply> Extend(StudyExtension extension);

    /// <summary>Removes the study: its state, its line in the catalogue, its checkpoints. Refused while it runs, unless forced.</summary>
    [Alias("Delete")]
    Task<VerbReply> Delete(bool force);

    /// <summary>Activates the study, so that it takes up its work after a silo's death.</summary>
    [Alias("Wake")]
    Task Wake();

    /// <summary>A heartbeat from a device; the first one binds the run to its attempt.</summary>
    [Alias("Progress")]
    [AlwaysInterleave]
    Task<Verdict> Progress(RunProgress progress);

    /// <summary>A device's final word on a run.</summary>
    [Alias("Finished")]
    [AlwaysInterleave]
    Task<Verdict> Finished(RunReport report);

    /// <summary>
    /// Events after a sequence number (0: all that are kept), then new ones as they are stored, ending when the study has ended.
    /// The first event after the kept ones is a <see cref="StudyEventKind.Progress"/> with the study's status.
    /// </summary>
    [Alias("Watch")]
    IAsyncEnumerable<StudyEvent> Watch(long after, CancellationToken cancellationToken = default);
}
