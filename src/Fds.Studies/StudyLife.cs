using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Studies;

/// <summary>Changes a study's state: it runs, pauses, continues, ends. Every change of state is made here.</summary>
internal sealed class StudyLife(StudyContext study)
{
    private StudyRecord Record => study.Record;

    /// <summary>Pauses a running study.</summary>
    public void Pause(string reason)
    {
        study.Costs.KeepTime();
        Record.State = StudyState.Paused;
        study.Follow(new EndSpan());
        BeginRest(reason);
        int running = Record.Work.Count(item => item.State == ReplicaState.Running);
        study.Events.Emit(StudyEventKind.Paused, $"{study.Name} is paused: {reason}{(running > 0 ? $"; running work stops at its next step boundary ({running} of {Record.Work.Count})" : "")}");
    }

    /// <summary>Lets a paused or ended study run again.</summary>
    public void GoOn()
    {
        Record.PauseReason = null;
        StudyClock.GoOn(Record, study.Now.Utc);
        Record.State = StudyState.Running;
        study.Costs.SkipTime();
    }

    /// <summary>Ends a study that finished, or that stopped early for its recorded reason. Its result may still be worthless.</summary>
    /// <param name="forBudget">Whether a higher budget might have led further.</param>
    public void Succeed(bool forBudget = false) => End(StudyState.Succeeded, Worth.Joined([Record.Reason, Worth.Doubts(Record)]), forBudget);

    /// <summary>Ends the study.</summary>
    /// <param name="state">The final state.</param>
    /// <param name="reason">Why it ended early; null if it finished.</param>
    /// <param name="forBudget">Whether a higher budget might have led further.</param>
    public void End(StudyState state, string? reason, bool forBudget = false)
    {
        study.Costs.KeepTime();
        study.Follow(new EndSpan());
        foreach (WorkItem item in study.Work.Open)
        {
            item.Redispatch("the study has ended");
        }

        Record.State = state;
        Record.EndedForBudget = forBudget;
        Record.Phase = StudyPhase.Finished;
        Record.Reason = reason;
        BeginRest(pauseReason: null);

        // The end states are kept, because a search that goes on begins its next segments, or longer runs, with them.
        study.Follow(study.Plans.OfKind.KeepsTrialStates ? new RemoveWorkCheckpoints() : new RemoveStudyCheckpoints());
        study.Events.Emit(StudyEventKind.Ended, reason is null ? $"{study.Name} {state}" : $"{study.Name} {state}: {reason}", withStatus: true);
    }

    /// <summary>Begins the span of the phase. A study that is paused has none.</summary>
    public void BeginSpan()
    {
        if (study.IsRunning)
        {
            study.Follow(new BeginSpan(Record.Phase, Record.OuterStep));
        }
    }

    private void BeginRest(string? pauseReason)
    {
        Record.PauseReason = pauseReason;
        StudyClock.Stop(Record, study.Now.Utc);
    }
}
