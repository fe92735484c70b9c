using System.Runtime.CompilerServices;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Admission;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Telemetry;
using Fds.Studies;
using Fds.Studies.Plans.Children;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Storage;

namespace Fds.Grains.Studies;

/// <summary>
/// The coordinator of one study and the only writer of its record. It decides nothing itself: it passes every call to <see cref="Study"/> through
/// <see cref="StudyCommit"/>, which stores each decision before its effects happen.
/// </summary>
[KeepAlive]
[Immovable]
[GrainType("fds-study")]
internal sealed class StudyGrain(
    [PersistentState("study", StorageNames.Fds)] IPersistentState<StudyRecord> stored,
    [FromKeyedServices(StorageNames.Fds)] IGrainStorage storage,
    IClusterMembershipService membership,
    IOptions<FdsSiloOptions> options,
    IOptions<FdsClusterOptions> cluster,
    IHostApplicationLifetime host,
    WorkCheckpoints checkpoints,
    FdsInstruments instruments,
    StudyAdmission admission,
    TimeProvider time,
    ILogger<StudyGrain> logger) : Grain, IStudyGrain, IRemindable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);
    private StudyCommit commit = null!;
    private StudyScheduler scheduler = null!;
    private StudyReminder reminder = null!;
    private StudyWatchers watchers = null!;
    private StudyCare care = null!;

    private string Name => this.GetPrimaryKeyString();

    private StudyRecord Record => commit.Study.Record;

    private StudyContext Parts => commit.Study.Parts;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        StudyLog log = new(logger);
        StudySettings settings = new(options.Value.Lease, options.Value.AttemptsPerReplica);
        scheduler = new(Name, GrainFactory, log);
        reminder = new(Name, this.GetGrainId(), ServiceProvider, cluster.Value.Reminder, log);
        watchers = new(() => commit.Study, Describe, time, host.ApplicationStopping);
        commit = new(Name, stored, new(storage, Name), scheduler, settings, new(checkpoints, instruments, log, time), DeactivateOnIdle) { Written = watchers.Wake, Decided = () => care.ProposeSoon() };
        care = new(Name, commit, scheduler, reminder, watchers, GrainFactory, IsGone, log, time) { EndedStudyIdle = options.Value.EndedStudyIdle, Leave = DeactivateOnIdle };
        care.Proposing = this.RegisterGrainTimer(care.Propose, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        await commit.Load();
        await commit.Make((study, now) => study.Revive(IsGone, now));
        if (Record.Submission is not null)
        {
            commit.ShowGauges();
        }

        this.RegisterGrainTimer(care.Tick, new GrainTimerCreationOptions(TickPeriod, TickPeriod) { KeepAlive = true });
        care.ProposeSoon();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        commit.CloseSpan();
        instruments.Forget(Name);
        return Task.CompletedTask;
    }

    public async Task<SubmitReply> Submit(StudySubmission submission)
    {
        commit.RequireSound();
        if (Record.Submission is { } known)
        {
            await commit.UntilItsEndIsStored();
            return StudyComparison.AreSame(known, submission)
                ? new() { Outcome = SubmitOutcome.Resumed, Status = Describe() }
                : new() { Outcome = SubmitOutcome.Conflict, Status = Describe(), Differences = StudyComparison.Differences(known, submission) };
        }

        await admission.Require(Name, submission);

        // The scheduler is asked before anything is decided, so that no half-made study stays in memory if it does not answer.
        string pool = await admission.ChoosePool(submission.Specification);
        int slots = await scheduler.CountSlots(pool, submission.Specification);
        await commit.Make((study, now) => study.Submit(submission, pool, slots, Guid.NewGuid(), now));
        if (!scheduler.IsListed)
        {
            // The catalogue wakes the study. If this silo dies before the catalogue has the study's line, the reminder wakes it.
            await care.KeepReminder();
        }

        return new() { Outcome = SubmitOutcome.Accepted, Status = Describe() };
    }

    public async Task<StudyStatus> GetStatus()
    {
        await care.AskWhyWorkWaits();
        await commit.UntilItsEndIsStored();
        return Describe();
    }

    public async Task<StudyResult?> GetResult()
    {
        watchers.Asked();
        await commit.UntilItsEndIsStored();
        if (Record.Submission is null)
        {
            return null;
        }

        StudyResult result = commit.Study.Result(Versions.All, commit.Now);
        if (!Record.Specification.Compares)
        {
            return result;
        }

        List<ChildAnswer> answers = await ChildStudies.Ask(GrainFactory, new Members(Parts).QuestionsForResults());
        return result with { Methods = Parts.Plans.Comparison.Methods(answers.ToDictionary(answer => answer.Question.Study, answer => answer.Result)) };
    }

    public Task Wake() => Record.Submission is null || Parts.IsRunning ? Task.CompletedTask : scheduler.Record(Parts.Views.Summary());

    /// <summary>Wakes the study. The call alone suffices, because it activates the grain, and the activation resumes the study.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        reminder.Heard();
        return Wake();
    }

    public Task<Verdict> Finished(RunReport report) => commit.Make((study, now) => study.Finished(report, now));

    public async Task<Verdict> Progress(RunProgress progress)
    {
        Verdict verdict = await commit.Make((study, now) => study.Progress(progress, now));
        watchers.WakeForProgress();
        return verdict;
    }

    public async Task<StudyStatus> Cancel(string reason)
    {
        await UntilSound();
        List<ChildAnswer> answers = await AskChildren(ChildVerb.Cancel, reason);
        return await commit.Make((study, now) => study.Verbs.Cancel(reason, answers, now));
    }

    public async Task<VerbReply> Pause(string reason)
    {
        await UntilSound();
        if (commit.Study.Verbs.WhyNotPaused() is { } reply)
        {
            return reply;
        }

        List<ChildAnswer> answers = await AskChildren(ChildVerb.Pause, reason);
        return await commit.Make((study, now) => study.Verbs.Pause(reason, answers, now));
    }

    public async Task<VerbReply> Resume()
    {
        await UntilSound();
        if (commit.Study.Verbs.WhyNotResumed() is { } reply)
        {
            return reply;
        }

        List<ChildAnswer> answers = await AskChildren(ChildVerb.Resume, null);
        return await commit.Make((study, now) => study.Verbs.Resume(answers, IsGone, now));
    }

    public async Task<VerbReply> Extend(StudyExtension extension)
    {
        await UntilSound();
        string? infeasible = commit.Study.Verbs.ToBeFeasible(extension) is { } extended ? await admission.WhyNotFeasible(extended) : null;
        return await commit.Make((study, now) => study.Verbs.Extend(extension, infeasible, Guid.NewGuid(), now));
    }

    public async Task<VerbReply> Delete(bool force)
    {
        await UntilSound();
        if (commit.Study.Verbs.WhyNotDeleted(force) is { } reply)
        {
            if (Record.Submission is null)
            {
                // An earlier deletion may have been interrupted before the pages were removed.
                await new TrialPages(storage, Name).Clear();
            }

            return reply;
        }

        await AskChildren(ChildVerb.Delete, null);
        commit.RequireSound();
        Decision<VerbReply> deletion = commit.Study.Verbs.Delete(commit.Now);
        watchers.IsBeingDeleted = true;
        await care.KeepReminder();
        await scheduler.Forget(Record.Pool);
        await commit.Clear(deletion, async () =>
        {
            watchers.IsBeingDeleted = false;
            watchers.Wake();
            await watchers.Leave();
        });
        return deletion.Answer with { Status = Describe() };
    }

    public async IAsyncEnumerable<StudyEvent> Watch(long after, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await care.AskWhyWorkWaits();
        await foreach (StudyEvent happened in watchers.Watch(after, cancellationToken))
        {
            yield return happened;
        }
    }

    private StudyStatus Describe()
    {
        StudyStatus status = commit.Study.Describe(commit.Now);
        if (Parts.Views.TakeFault() is { } fault)
        {
            commit.LogUnshown(fault);
        }

        return status;
    }

    private async Task UntilSound()
    {
        commit.RequireSound();
        await commit.UntilItsEndIsStored();
    }

    private Task<List<ChildAnswer>> AskChildren(ChildVerb verb, string? reason) => ChildStudies.Ask(GrainFactory, commit.Study.Verbs.Questions(verb, reason));

    /// <summary>A silo that the membership no longer lists counts as dead.</summary>
    private bool IsGone(string silo) => membership.CurrentSnapshot.GetSiloStatus(SiloAddress.FromParsableString(silo)) is SiloStatus.Dead or SiloStatus.None;
}
