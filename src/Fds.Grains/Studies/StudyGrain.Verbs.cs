using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>What users ask of a study beside submitting and cancelling it. Each verb, asked twice, is the same as asked once.</summary>
internal sealed partial class StudyGrain
{
    private bool IsPaused => State.State == StudyState.Paused;

    /// <summary>Whether it has not ended: its work counts.</summary>
    private bool IsActive => IsRunning || IsPaused;

    public async Task<VerbReply> Pause(string reason)
    {
        RequireSound();
        await UntilItsEndIsStored();
        if (IsPaused)
        {
            return Unchanged($"{Name} is paused already");
        }

        if (!IsRunning)
        {
            return Refused(State.Submission is null ? NoStudy() : $"{Name} has ended ({State.State}): there is nothing to pause");
        }

        await AskMembersAtWork(member => member.Pause(reason));
        KeepStepTime();
        State.State = StudyState.Paused;
        EndSpan();
        BeginRest(reason);
        int running = State.Work.Count(item => item.State == ReplicaState.Running);
        Emit(StudyEventKind.Paused, $"{Name} is paused: {reason}{(running > 0 ? $"; what runs stops at its next step boundary ({running} of {State.Work.Count})" : "")}");
        await SaveAndEnqueue();
        return Done($"{Name} is paused; 'fds resume {Name}' lets it go on from its checkpoints");
    }

    public async Task<VerbReply> Resume()
    {
        RequireSound();
        await UntilItsEndIsStored();
        if (IsRunning)
        {
            return Unchanged($"{Name} runs already");
        }

        if (!IsPaused)
        {
            return Refused(State.Submission is null ? NoStudy() : $"{Name} has ended ({State.State}): 'fds extend {Name}' with higher limits lets it go on");
        }

        await AskMembersAtWork(member => member.Resume());
        EndRest();
        BeginSpan();
        State.State = StudyState.Running;
        GiveLeases();
        stepStarted = time.GetTimestamp();
        Emit(StudyEventKind.Resumed, $"{Name} goes on at {State.Phase}, outer step {Math.Min(State.OuterStep + 1, State.Specification.Outer.Steps)}");
        RedispatchLost();
        await SaveAndEnqueue();
        return Done($"{Name} goes on");
    }

    public async Task<VerbReply> Delete(bool force)
    {
        if (State.Submission is null)
        {
            // Deleting it may have stopped before its pages were gone.
            await Pages.Clear();
            return Unchanged(NoStudy());
        }

        if (IsRunning && !force)
        {
            return Refused($"{Name} is running: pause or cancel it first, or give --force");
        }

        await AskMembers(member => member.Delete(force: true), _ => true);

        // What still runs is fenced off: there is no work for it to report on any more. Whoever watches is told.
        State.State = StudyState.Cancelled;
        State.Phase = StudyPhase.Finished;
        State.Work = [];
        State.LeftBehind = [];
        Emit(StudyEventKind.Ended, $"{Name} was deleted");
        ForgetAllCheckpoints();
        await KeepReminder();
        await ForgetWaiting();
        await Clear();
        return Done($"{Name} is deleted");
    }

    /// <summary>Removes the study's line and what is stored, and this activation with it. Should that fail, what is stored is read again.</summary>
    private async Task Clear()
    {
        try
        {
            // Nothing is written from here on: there is no work left that a report could be about.
            await Stored();
            long end = State.Sequence;
            beingDeleted = true;

            // First the list: should this stop in between, the study is still there and can be deleted again.
            await GrainFactory.GetGrain<ICatalogueGrain>(0).Remove(Name);
            await stored.ClearStateAsync();
            beingDeleted = false;
            TellEvents(end);
            await Pages.Clear();
            await LetWatchersLeave();
        }
        catch (Exception e)
        {
            LogNotWritten(Name, e);
            broken = true;
            throw;
        }
        finally
        {
            DeactivateOnIdle();
        }

        live.Clear();
        instruments.Forget(Name);
    }

    /// <summary>A study that is paused or has ended and whose coordinator came to life: nothing is done, but no event's number is used again.</summary>
    private void ReviveAtRest()
    {
        if (State.Submission is not null)
        {
            State.Epoch++;
            GiveLeases();
            ShowGauges();
        }
    }

    /// <summary>Runs it knows of get one lease to be heard from.</summary>
    private void GiveLeases()
    {
        foreach (WorkItem item in State.Work.Where(item => item.State == ReplicaState.Running))
        {
            live[item.Key] = new(live.GetValueOrDefault(item.Key)?.Progress, time.GetTimestamp());
        }
    }

    /// <summary>A run that is lost while the study is paused has stopped, too: without a last checkpoint.</summary>
    private async Task SettleLostWhilePaused()
    {
        if (RedispatchLost())
        {
            await SaveAndEnqueue();
        }
    }

    private bool TellRestored(WorkItem item, RunProgress progress)
    {
        bool restored = progress.FirstInnerStep > 0 && (live.GetValueOrDefault(item.Key)?.Progress?.FirstInnerStep ?? 0) == 0;
        if (restored)
        {
            Emit(StudyEventKind.Restored, $"{Label(item.Key)} goes on from its checkpoint at inner step {progress.FirstInnerStep}, attempt {item.Attempt} on {progress.Device}");
        }

        return restored;
    }

    private void BeginRest(string? pauseReason)
    {
        State.PauseReason = pauseReason;
        StudyClock.Stop(State, time.GetUtcNow());
    }

    private void EndRest()
    {
        State.PauseReason = null;
        StudyClock.GoOn(State, time.GetUtcNow());
    }

    /// <summary>The work at hand is over: nobody will take it up again. Off this grain's turn, as the folder may be far away.</summary>
    private void ForgetCheckpointsOfWork()
    {
        WorkKey[] over = [.. State.Work.Select(item => item.Key).DistinctBy(key => (key.Kind, key.OuterStep))];
        _ = Task.Run(() => Array.ForEach(over, checkpoints.RemoveStep));
    }

    /// <summary>The first of the states that no trial goes on from any more.</summary>
    private void ForgetOutlived(int count)
    {
        if (count > 0)
        {
            string study = Name;
            List<int> states = outlived.GetRange(0, count);
            outlived.RemoveRange(0, count);
            _ = Task.Run(() => states.ForEach(trial => checkpoints.RemoveState(study, trial)));
        }
    }

    /// <summary>Should a population be trained further, its next segments begin with the states of those before.</summary>
    private void ForgetCheckpointsOfEnded()
    {
        StudySpecification study = State.Specification;
        if (study.Method == StudyMethod.Pbt && !study.Compares && study.Budget is not { GradientSteps: null, WallClock: null } && State.SearchOver != EveryTrialIsIn)
        {
            string name = Name;
            _ = Task.Run(() => checkpoints.RemoveWork(name));
        }
        else
        {
            ForgetAllCheckpoints();
        }
    }

    private void ForgetAllCheckpoints()
    {
        string study = Name;
        _ = Task.Run(() => checkpoints.RemoveStudy(study));
    }

    private string NoStudy() => $"there is no study named '{Name}'";

    private VerbReply Done(string message) => new() { Outcome = VerbOutcome.Done, Message = message, Status = Describe() };

    private VerbReply Unchanged(string message) => new() { Outcome = VerbOutcome.Unchanged, Message = message, Status = Describe() };

    private VerbReply Refused(string message) => new() { Outcome = VerbOutcome.Refused, Message = message, Status = Describe() };
}
