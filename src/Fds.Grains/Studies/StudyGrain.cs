using System.Collections.Immutable;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Grains.Admission;
using Fds.Grains.Devices;
using Fds.Grains.Hosting;
using Fds.Grains.Storage;
using Fds.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Storage;

namespace Fds.Grains.Studies;

/// <summary>
/// The coordinator of one study and the only writer of its state: it hands out work, counts each result once, averages, updates and
/// goes on. What a result leads to is written in the same write as the result.
/// </summary>
[KeepAlive]
[Immovable]
[GrainType("fds-study")]
internal sealed partial class StudyGrain(
    [PersistentState("study", StorageNames.Fds)] IPersistentState<StudyGrainState> stored,
    [FromKeyedServices(StorageNames.Fds)] IGrainStorage storage,
    IClusterMembershipService membership,
    IOptions<FdsSiloOptions> options,
    IHostApplicationLifetime host,
    WorkCheckpoints checkpoints,
    FdsInstruments instruments,
    StudyAdmission admission,
    TimeProvider time,
    ILogger<StudyGrain> log) : Grain, IStudyGrain
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);

    /// <summary>How long a study goes on asking others that do not answer.</summary>
    private static readonly TimeSpan PatienceWithOthers = TimeSpan.FromMinutes(10);
    private readonly Patience patience = new(PatienceWithOthers, time);
    private bool broken;
    private bool listed = true;
    private readonly HashSet<(WorkKey Key, int Attempt)> queued = [];
    private bool dropQueue;
    private GroupCommit? writes;

    private GroupCommit Writes => writes ??= new(Write);

    private string Name => this.GetPrimaryKeyString();

    private StudyGrainState State => stored.State;

    private bool IsRunning => State.State == StudyState.Running;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        recent.AddRange(State.Events);
        lastStored = State.Sequence;
        await ReadPages();
        if (IsActive && State.Phase == StudyPhase.Search)
        {
            ChooseAgain();
        }

        if (IsRunning)
        {
            await Revive();
        }
        else
        {
            ReviveAtRest();
        }

        this.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(TickPeriod, TickPeriod) { KeepAlive = true });
        asking = this.RegisterGrainTimer(AskForTrials, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        AskSoon();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        EndSpan();
        instruments.Forget(Name);
        return Task.CompletedTask;
    }

    public async Task<SubmitReply> Submit(StudySubmission submission)
    {
        if (State.Submission is { } known)
        {
            await UntilItsEndIsStored();
            return StudyComparison.AreSame(known, submission)
                ? new() { Outcome = SubmitOutcome.Resumed, Status = Describe() }
                : new() { Outcome = SubmitOutcome.Conflict, Status = Describe(), Differences = StudyComparison.Differences(known, submission) };
        }

        await admission.Require(Name, submission);

        // Asked before anything is changed: should a scheduler not answer, there is no half-made study in memory.
        string pool = await admission.ChoosePool(submission.Specification);
        slots = await CountSlots(pool, submission.Specification);
        await InOneGo(() => Begin(submission, pool));
        await SaveAndEnqueue();
        if (!listed)
        {
            // It would be woken through the catalogue: should this silo die before that has its line, the reminder does.
            await KeepReminder();
        }

        return new() { Outcome = SubmitOutcome.Accepted, Status = Describe() };
    }

    private StudyState Begin(StudySubmission submission, string pool)
    {
        State.Submission = submission;
        State.State = StudyState.Running;
        State.Phase = StudyPhase.OuterLoop;
        State.SubmittedAt = time.GetUtcNow();
        State.Pool = pool;
        State.Epoch = 1;
        State.Incarnation = Guid.NewGuid();
        State.Values = OuterLoop.Initial(submission.Specification);
        State.TraceParent = FdsTraces.Study(Name, submission.Specification);
        Emit(StudyEventKind.Submitted, $"{Name} was submitted: {Scope(submission.Specification)} on {State.Pool} devices");
        BeginLearning();
        return State.State;
    }

    private void BeginLearning()
    {
        StudySpecification study = State.Specification;
        if (study.Fluctuation is not null)
        {
            BeginMeasuring();
        }
        else if (study.Compares)
        {
            BeginMethods();
        }
        else if (study.Method != StudyMethod.Fds)
        {
            BeginSearch();
            AskSoon();
        }
        else if (study.Population.Members > 1)
        {
            BeginPopulation();
        }
        else
        {
            BeginOuterStep();
        }
    }

    private static string Scope(StudySpecification study) => study.Fluctuation is not null
        ? $"{study.Replicas} runs that measure hypergradients"
        : study.Compares
        ? string.Join(", ", study.Methods.Select(method => method.Word()))
        : study.Method == StudyMethod.Fds ? $"{study.Outer.Steps} outer steps, {study.Seeds.Count} replicas" : study.Method.Word();

    public async Task<StudyStatus> GetStatus()
    {
        await AskWhyWorkWaits();
        await UntilItsEndIsStored();
        return Describe();
    }

    public async Task<StudyResult?> GetResult()
    {
        lastAsked = time.GetTimestamp();
        await UntilItsEndIsStored();
        if (State.Submission is null)
        {
            return null;
        }

        StudyResult result = StudyProjection.Result(State, Describe());
        return State.Specification.Compares ? result with { Methods = await AskForMethods() } : result;
    }

    public Task Wake() => State.Submission is null || IsRunning ? Task.CompletedTask : RecordInCatalogue();

    public async Task<StudyStatus> Cancel(string reason)
    {
        RequireSound();
        await UntilItsEndIsStored();
        if (IsActive)
        {
            await CancelMembers(reason);
            PayForWhatRuns();
            End(StudyState.Cancelled, reason);
            await SaveAndEnqueue();
        }

        return Describe();
    }

    /// <summary>
    /// Stores what has changed, then tells the catalogue and the scheduler what follows. Reports interleave with all that awaits, so
    /// whoever changes the state calls this before anything else is awaited: a write then never holds half a change, and while
    /// <see cref="Writes"/> is idle, what is in memory is stored.
    /// </summary>
    private Task SaveAndEnqueue() => Writes.Save();

    /// <summary>An answer that lets a device drop a result must not rest on what is not stored yet.</summary>
    private Task Stored() => Writes.Settled;

    /// <summary>Nobody is told that a study has ended before that is stored: it might not be so after all.</summary>
    private async Task UntilItsEndIsStored()
    {
        if (!IsActive)
        {
            await Stored().ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            RequireSound();
        }
    }

    /// <summary>What follows from a write is what was so when it began: orders for a state that is not stored could be followed by others under the same attempt.</summary>
    private async Task Write()
    {
        await OrReload(TurnFullPages);
        State.UpdatedAt = time.GetUtcNow();
        KeepStepTime();
        bool drop = dropQueue || !IsRunning;
        ImmutableArray<WorkOrder> orders = NewOrders(drop);
        int trials = State.Trials.Count;
        int useless = outlived.Count;
        long sequence = State.Sequence;
        await OrReload(() => stored.WriteStateAsync());
        TellEvents(sequence);
        storedTrials = trials;
        ForgetOutlived(useless);
        ShowGauges();
        await RecordInCatalogue();
        if (drop)
        {
            await ForgetWaiting();
        }

        await Enqueue(orders);
    }

    /// <summary>Looks each time whether what is in memory is sound: a report may have failed half way while a page was written.</summary>
    private async Task OrReload(Func<Task> write)
    {
        RequireSound();
        try
        {
            await write();
        }
        catch (Exception e)
        {
            LogNotWritten(Name, e);
            broken = true;
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>A failed write leaves changes in memory that are not stored: nothing may be built on them, and the activation goes.</summary>
    private void RequireSound()
    {
        if (broken)
        {
            throw new OrleansException($"Study {Name} is reloading its state.");
        }
    }

    private async Task RecordInCatalogue()
    {
        listed = false;
        try
        {
            await GrainFactory.GetGrain<ICatalogueGrain>(0).Record(StudyProjection.Summary(Name, State));
            listed = true;
        }
#pragma warning disable CA1031 // The next tick repeats its line.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotListed(Name, e.Message);
        }
    }

    /// <summary>Repeats a line that the catalogue did not take: studies are woken through it, and an ended one must not look unfinished.</summary>
    private Task KeepListed() => listed || State.Submission is null ? Task.CompletedTask : RecordInCatalogue();

    /// <summary>Waiting work that the scheduler has not been told of, as far as the study's own limit has room.</summary>
    /// <param name="again">Whether it is told of all of it, because it drops or may have lost what it knew.</param>
    private ImmutableArray<WorkOrder> NewOrders(bool again)
    {
        if (again)
        {
            queued.Clear();
            dropQueue = false;
        }

        if (!IsRunning)
        {
            return [];
        }

        int running = State.Work.Count(item => item.State == ReplicaState.Running);
        int room = (State.Specification.Resources.Parallelism ?? int.MaxValue) - running;
        DateTimeOffset now = time.GetUtcNow();
        return [.. State.Work.Where(item => item.State == ReplicaState.Waiting && item.NotBefore <= now).Take(Math.Max(0, room)).Where(item => queued.Add((item.Key, item.Attempt))).Select(Order)];
    }

    private async Task Enqueue(ImmutableArray<WorkOrder> orders)
    {
        if (orders.IsEmpty)
        {
            return;
        }

        try
        {
            await GrainFactory.GetGrain<ISchedulerGrain>(State.Pool).Enqueue(orders);
        }
#pragma warning disable CA1031 // The tick repeats it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotQueued(Name, e.Message);
        }
    }

    private async Task ForgetWaiting()
    {
        try
        {
            await GrainFactory.GetGrain<ISchedulerGrain>(State.Pool).Forget(Name);
        }
#pragma warning disable CA1031 // What still starts is fenced off at its first report.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotQueued(Name, e.Message);
        }
    }

    private WorkOrder Order(WorkItem item) => new()
    {
        Key = item.Key,
        Attempt = item.Attempt,
        Pool = State.Pool,
        Specification = State.Specification,
        Schedule = item.Schedule ?? (item.Key.Kind == WorkKind.RetrainBest ? StudyProjection.BestSchedule(State)! : StudyProjection.LearnedSchedule(State)),
        AboveChanceBefore = State.AboveChance,
        Incarnation = State.Incarnation,
        Trial = item.Trial,
        CostLimit = item.CostLimit,
        FailedOn = item.FailedOn,
        TellData = State.Data is null,
        TraceParent = span?.Id,
    };
}
