using System.Diagnostics;
using Fds.Contracts.Devices;
using Fds.Grains.Devices;
using Fds.Grains.Telemetry;
using Fds.Studies;
using Fds.Studies.Effects;

namespace Fds.Grains.Studies;

/// <summary>Performs the effects of a study's decisions: metrics, spans, logs, removal of checkpoints.</summary>
internal sealed class EffectRunner(string study, StudyRecord record, FdsInstruments instruments, WorkCheckpoints checkpoints, StudyLog log, TimeProvider time)
{
    private Activity? span;

    /// <summary>Performs the effects in order.</summary>
    public void Run(IEnumerable<StudyEffect> effects)
    {
        foreach (StudyEffect effect in effects)
        {
            Run(effect);
        }
    }

    /// <summary>The order with the span of the study's current phase as the parent of its attempts.</summary>
    public WorkOrder Traced(WorkOrder order) => order with { TraceParent = span?.Id };

    /// <summary>Ends the span.</summary>
    public void CloseSpan()
    {
        span?.Dispose();
        span = null;
    }

    private void Run(StudyEffect effect)
    {
        switch (effect)
        {
            case LogEvent happened:
                log.Event(study, happened.Kind, happened.Message);
                break;
            case LogStaleReport stale:
                log.Stale(study, stale.Key, stale.Attempt, stale.Device);
                break;
            case LogUnheard unheard:
                log.NotAsked(study, unheard.Study, unheard.Reason);
                break;
            case CountProgress:
                instruments.OnStudyProgressed(study);
                break;
            case CountStaleReport:
                instruments.OnStaleReport(study);
                break;
            case CountFailedAttempt failed:
                instruments.OnAttemptFailed(study, failed.Reason);
                break;
            case CountRedispatch:
                instruments.OnRedispatched(study);
                break;
            case CountLeftOut left:
                instruments.OnReplicaLeftOut(study, left.State);
                break;
            case CountOuterStep step:
                instruments.OnOuterStepCompleted(study, step.Step);
                break;
            case CountTrial trial:
                instruments.OnTrialEnded(study, trial.Method, trial.Trial);
                break;
            case BeginSpan begun:
                Begin(begun);
                break;
            case EndSpan:
                CloseSpan();
                break;
            case NoteRedispatch note:
                span?.AddEvent(new("redispatched", time.GetUtcNow(), new() { ["fds.replica"] = note.Replica, ["fds.attempt"] = note.Attempt, ["fds.reason"] = note.Reason }));
                break;
            default:
                RemoveCheckpoints(effect);
                break;
        }
    }

    /// <summary>Gives the study a trace identity if it was submitted without tracing. The identity is stored with the next write.</summary>
    private void Begin(BeginSpan begun)
    {
        CloseSpan();
        record.TraceParent ??= FdsTraces.Study(study, record.Specification);
        span = FdsTraces.Work(record.TraceParent, study, begun.Phase, begun.OuterStep);
    }

    /// <summary>Off the coordinator's turn, because the folder may be far away.</summary>
    private void RemoveCheckpoints(StudyEffect effect)
    {
        Action remove = effect switch
        {
            RemoveStepCheckpoints step => () => checkpoints.RemoveStep(step.Any),
            RemoveWorkCheckpoints => () => checkpoints.RemoveWork(study),
            RemoveStudyCheckpoints => () => checkpoints.RemoveStudy(study),
            RemoveTrialState state => () => checkpoints.RemoveState(study, state.Trial),
            _ => throw new InvalidOperationException($"{effect.GetType().Name} is done nowhere."),
        };
        _ = Task.Run(remove);
    }
}
