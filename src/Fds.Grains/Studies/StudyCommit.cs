using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Grains.Storage;
using Fds.Studies;
using Fds.Studies.Effects;
using Orleans.Runtime;

namespace Fds.Grains.Studies;

/// <summary>
/// The only way to change a study: a decision is made, then stored, and only then do its effects happen. Decisions that are made while a write is
/// running share the next write. After a fault, or a failed write, memory is not trusted, and the next activation reads the stored state again.
/// </summary>
/// <param name="name">The study's name.</param>
/// <param name="stored">What is stored of it.</param>
/// <param name="pages">Its full pages of trials.</param>
/// <param name="scheduler">Told of work.</param>
/// <param name="settings">The silo's settings.</param>
/// <param name="tools">What effects need.</param>
/// <param name="leave">Ends the activation.</param>
internal sealed class StudyCommit(
    string name, IPersistentState<StudyRecord> stored, TrialPages pages, StudyScheduler scheduler, StudySettings settings, StudyTools tools, Action leave)
{
    private readonly long born = tools.Time.GetTimestamp();
    private readonly List<StudyEffect> pending = [];
    private GroupCommit? writes;
    private EffectRunner? effects;

    /// <summary>How many of the record's trials are stored with it.</summary>
    private int storedTrials;

    /// <summary>The study.</summary>
    public Study Study { get; private set; } = null!;

    /// <summary>Whether the state in memory must not be trusted.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Whether all that was decided is stored.</summary>
    public bool IsIdle => Writes.IsIdle;

    /// <summary>The time.</summary>
    public Moment Now => new(tools.Time.GetUtcNow(), tools.Time.GetElapsedTime(born));

    /// <summary>Called after every decision.</summary>
    public required Action Decided { get; init; }

    /// <summary>Called after every write.</summary>
    public required Action Written { get; init; }

    private GroupCommit Writes => writes ??= new(Write);

    /// <summary>Reads the pages of what is stored, and makes a study of it.</summary>
    public async Task Load()
    {
        storedTrials = stored.State.Trials.Count;
        for (int page = 0; page < stored.State.TrialPages; page++)
        {
            stored.State.Paged.AddRange(await pages.Read(page));
        }

        effects?.CloseSpan();
        effects = new(name, stored.State, tools.Instruments, tools.Checkpoints, tools.Log, tools.Time);
        pending.Clear();
        Study = new(name, stored.State, settings, Now);
    }

    /// <summary>Makes a decision, completely or not at all. The answer is given when everything that it depends on is stored.</summary>
    public async Task<T> Make<T>(Func<Study, Moment, Decision<T>> decide)
    {
        RequireSound();
        Decision<T> decision;
        try
        {
            decision = decide(Study, Now);
        }
        catch (Exception e)
        {
            await TakeBack(e, isLast: false);
            throw;
        }

        if (decision.Writing == Writing.Own)
        {
            pending.AddRange(decision.Effects);
            await Writes.Save();
        }
        else
        {
            effects!.Run(decision.Effects);
            await (decision.Writing == Writing.Earlier ? Writes.Settled : Task.CompletedTask);
        }

        Decided();
        return decision.Answer;
    }

    /// <summary>Waits until a study's end is stored before anybody is told of it, because an end that is not stored can be lost.</summary>
    public async Task UntilItsEndIsStored()
    {
        if (!Study.Parts.IsActive)
        {
            await Writes.Settled.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            RequireSound();
        }
    }

    /// <summary>After a failed write, memory holds changes that are not stored. Nothing may depend on them, so the activation ends.</summary>
    public void RequireSound()
    {
        if (IsBroken)
        {
            throw new OrleansException($"Study {name} is reloading its state.");
        }
    }

    /// <summary>Reads the stored state, counts the fault in it, and ends the study if the fault is one too many. This activation ends.</summary>
    public async Task TakeBack(Exception fault, bool isLast)
    {
        IsBroken = true;
        tools.Log.TakenBack(name, fault);
        try
        {
            await Writes.Settled.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            await stored.ReadStateAsync();
            if (stored.RecordExists && stored.State.State is StudyState.Running or StudyState.Paused)
            {
                await Load();
                Decision<bool> decision = Study.Faulted(fault, isLast, Now);
                if (Study.Parts.IsActive)
                {
                    await stored.WriteStateAsync();
                }
                else
                {
                    IsBroken = false;
                    pending.AddRange(decision.Effects);
                    await Writes.Save();
                }
            }
        }
#pragma warning disable CA1031 // The caller gets the first fault; the stored state is unchanged.
        catch (Exception e)
#pragma warning restore CA1031
        {
            tools.Log.NotWritten(name, e);
            IsBroken = true;
        }

        leave();
    }

    /// <summary>Removes the study, its line in the list first. If this is interrupted, the study still exists and can be deleted again.</summary>
    /// <param name="deletion">The decision.</param>
    /// <param name="removed">Told as soon as it is gone.</param>
    public async Task Clear(Decision<VerbReply> deletion, Func<Task> removed)
    {
        try
        {
            // Nothing is written from here on, because no work is left that a report could match.
            await Writes.Settled;
            long end = Study.Record.Sequence;
            await scheduler.Remove();
            await stored.ClearStateAsync();
            Study.Parts.Events.Stored(end);
            effects!.Run(deletion.Effects);
            await pages.Clear();
            await removed();
            await Load();
        }
        catch (Exception e)
        {
            tools.Log.NotWritten(name, e);
            IsBroken = true;
            throw;
        }
        finally
        {
            leave();
        }

        tools.Instruments.Forget(name);
    }

    /// <summary>Repeats all orders for waiting work, because the scheduler stores nothing.</summary>
    public Task EnqueueAgain() => Enqueue(Study.Orders(again: true, Now));

    /// <summary>Updates the study's metrics.</summary>
    public void ShowGauges()
    {
        try
        {
            tools.Instruments.OnStudyChanged(name, Study.Record, Study.Parts.Views.Reasons);
        }
#pragma warning disable CA1031 // A view that cannot be made breaks nothing.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnshown(e);
        }
    }

    /// <summary>Writes to the log why the study could not be shown.</summary>
    public void LogUnshown(Exception fault) => tools.Log.NotShown(name, fault);

    /// <summary>Ends the span of the current phase, which continues in another activation.</summary>
    public void CloseSpan() => effects?.CloseSpan();

    /// <summary>Snapshots orders and effects before writing; otherwise an order for unsaved state could be issued twice under one attempt.</summary>
    private async Task Write()
    {
        await OrReload(TurnFullPages);
        Study.BeforeWrite(Now);
        bool forgets = Study.Parts.Orders.MustForget;
        ImmutableArray<WorkOrder> orders = Study.Orders(forgets, Now);
        StudyEffect[] following = [.. pending];
        pending.Clear();
        int trials = Study.Record.Trials.Count;
        long sequence = Study.Record.Sequence;
        await OrReload(() => stored.WriteStateAsync());
        storedTrials = trials;
        Study.Parts.Events.Stored(sequence);
        effects!.Run(following);
        ShowGauges();
        Written();
        await scheduler.Record(Study.Parts.Views.Summary());
        if (forgets)
        {
            await scheduler.Forget(Study.Record.Pool);
        }

        await Enqueue(orders);
    }

    private Task Enqueue(ImmutableArray<WorkOrder> orders) => scheduler.Enqueue(Study.Record.Pool, [.. orders.Select(effects!.Traced)]);

    /// <summary>
    /// Writes pages before the record that no longer has their trials. Only trials that the stored record has go there: should this be all that
    /// happens, or happen twice, in two activations of which one is thought dead, the page is the same.
    /// </summary>
    private async Task TurnFullPages()
    {
        StudyRecord record = Study.Record;
        while (storedTrials >= TrialPages.Size)
        {
            ImmutableArray<TrialRecord> full = [.. record.Trials.Take(TrialPages.Size)];
            await pages.Write(record.TrialPages, full);
            record.Paged.AddRange(full);
            record.Trials.RemoveRange(0, TrialPages.Size);
            record.TrialPages++;
            storedTrials -= TrialPages.Size;
        }
    }

    /// <summary>Checks each time that memory can be trusted, because a decision may have failed half way while a page was written.</summary>
    private async Task OrReload(Func<Task> write)
    {
        RequireSound();
        try
        {
            await write();
        }
        catch (Exception e)
        {
            tools.Log.NotWritten(name, e);
            IsBroken = true;
            leave();
            throw;
        }
    }
}
