using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Studies;

/// <summary>The states of a study: it runs, rests, goes on, ends. Every change of state is made here.</summary>
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
        study.Events.Emit(StudyEventKind.Paused, $"{study.Name} is paused: {reason}{(running > 0 ? $"; what runs stops at its next step boundary ({running} of {Record.Work.Count})" : "")}");
    }

    /// <summary>Lets a paused or ended study run again.</summary>
    public void GoOn()
    {
        Record.PauseReason = null;
        StudyClock.GoOn(Record, study.Now.Utc);
        Record.State = StudyState.Running;
        study.Costs.SkipTime();
    }

    /// <summary>Ends a study that came to its end, or stopped early for the reason that it has. What it found may be worth nothing all the same.</summary>
    /// <param name="forBudget">Whether a higher budget might have led further.</param>
    public void Succeed(bool forBudget = false) => End(StudyState.Succeeded, Worth.Joined([Record.Reason, Worth.Doubts(Record)]), forBudget);

    /// <summary>Ends the study.</summary>
    /// <param name="state">As what it ends.</param>
    /// <param name="reason">Why; null where it came to its end.</param>
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

        // Should a population be trained further, its next segments begin with the states of those before.
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
