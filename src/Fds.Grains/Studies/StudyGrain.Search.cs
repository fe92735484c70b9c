using Fds.Contracts.Devices;
using Fds.Contracts.Scheduling;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Orleans.Runtime;

namespace Fds.Grains.Studies;

/// <summary>
/// Methods that make one run after another: black-box searches and greedy methods. A search is a function of its trials, which are written
/// with what they gave; proposing can take long and is done off this grain's turn, from what was asked so far, so that it can always be
/// done again.
/// </summary>
internal sealed partial class StudyGrain
{
    private const string EveryTrialIsIn = "every trial is in";
    private IGrainTimer? asking;
    private int? waitsForResults;

    /// <summary>Changes with every trial that is asked or told: what was computed from an earlier past is computed again.</summary>
    private int asked;

    /// <summary>How many trials run at once.</summary>
    private int slots = 1;

    private long slotsCounted;

    /// <summary>Trials whose end states go once what made them useless is stored: were it not, a trial could still go on from them.</summary>
    private readonly List<int> outlived = [];

    private IEnumerable<WorkItem> InFlight => State.Work.Where(item => !item.IsSettled);

    private void BeginSearch()
    {
        State.Phase = StudyPhase.Search;
        State.Shelved = [.. State.Work.Concat(State.Shelved).Where(item => item.IsOpenTrial)];
        if (State.TrialCount + State.Shelved.Count == 0 && State.Search is null)
        {
            State.TrialSeed = TrialSearch.Seed(State.Specification);
        }

        ChooseAgain();
        BeginWork([]);
        State.SearchOver = null;
        waitsForResults = null;
    }

    /// <summary>Budgets were raised: what has not begun is given its limit anew, in its turn.</summary>
    private void GoOnSearching()
    {
        foreach (WorkItem item in InFlight.Where(item => !item.IsBound).ToList())
        {
            Shelve(item);
        }

        dropQueue = true;
        State.SearchOver = State.Reason = null;
        waitsForResults = null;
    }

    /// <summary>Has trials proposed on a turn of their own.</summary>
    private void AskSoon()
    {
        if (State.Phase == StudyPhase.Search)
        {
            asking?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Proposes one trial, and the next on another turn: results interleave and empty slots, so that with quick trials this never ended,
    /// and whatever else is asked of the study would wait for it. Ends the search when there are no more.
    /// </summary>
    private Task AskForTrials(CancellationToken cancellationToken) => broken ? Task.CompletedTask : Bearing(() => AskOnce(cancellationToken), cancellationToken);

    private async Task AskOnce(CancellationToken cancellationToken)
    {
        if (HasRoom)
        {
            int before = asked;
            WorkItem? next = State.Shelved.FirstOrDefault() ?? await Propose(cancellationToken);

            // Had a result come in between, the proposal would be made again, knowing it.
            if (IsSearching && asked == before && Take(next))
            {
                await SaveAndEnqueue();
            }
        }

        if (ConcludeIfSearched())
        {
            await SaveAndEnqueue();
        }
        else if (HasRoom)
        {
            AskSoon();
        }
    }

    private bool HasRoom => IsSearching && State.SearchOver is null && asked != waitsForResults && InFlight.Count() < slots;

    private bool IsSearching => !broken && IsRunning && State.Phase == StudyPhase.Search;

    private async Task<WorkItem?> Propose(CancellationToken cancellationToken)
    {
        StudySpecification study = State.Specification;
        SearchPast past = SearchPast.Of(State);
        long? seed = State.TrialSeed;
        Trial? trial = await Task.Run(() => TrialSearch.Ask(study, past), cancellationToken);
        return trial is null ? null : TrialSearch.Work(study, trial, time.GetUtcNow(), seed);
    }

    /// <summary>Takes up a trial, proposed or shelved, if it can be paid for.</summary>
    /// <returns>Whether anything changed.</returns>
    private bool Take(WorkItem? item)
    {
        if (item is null)
        {
            return StopAsking(null);
        }

        if (TrialBudget.Limit(State, item) is { } limit)
        {
            if (limit.IsExceeded)
            {
                return StopAsking(limit.Reason);
            }

            item.CostLimit = limit.GradientSteps;
        }

        if (State.Shelved.Remove(item))
        {
            item.Redispatch("it can be paid for");
            item.WaitingSince = time.GetUtcNow();
        }

        asked++;
        State.Work.Add(item);
        return true;
    }

    /// <summary>What a trial costs is known once its device has the data: no more than that is set aside for it.</summary>
    /// <returns>Whether anything changed.</returns>
    private bool NoteCost(WorkItem item, double? cost)
    {
        if (item.Trial is null || cost is null || item.Cost == cost)
        {
            return false;
        }

        item.Cost = cost;
        waitsForResults = null;
        AskSoon();
        return true;
    }

    /// <summary>Nothing can be proposed, or paid for, before what runs is in; if nothing runs, never.</summary>
    /// <returns>Whether the search is over.</returns>
    private bool StopAsking(string? reason)
    {
        waitsForResults = asked;
        if (InFlight.Any())
        {
            return false;
        }

        State.Reason = reason;
        State.SearchOver = reason ?? EveryTrialIsIn;
        return true;
    }

    /// <summary>Goes on once the search is over and nothing of it runs any more.</summary>
    private bool ConcludeIfSearched()
    {
        if (!IsSearching || State.SearchOver is null || InFlight.Any())
        {
            return false;
        }

        KeepStepTime();
        if (State.Incumbent is null)
        {
            string reasons = string.Join("; ", State.AllTrials.Select(trial => trial.Reason).OfType<string>().Distinct().Take(3));
            string where = State.AllTrials.Any(trial => double.IsFinite(trial.ValidationLoss)) ? " at the end of the whole horizon" : "";
            End(StudyState.Failed, $"none of {State.TrialCount} trials has a validation loss{where} ({State.SearchOver}{(reasons.Length > 0 ? $"; {reasons}" : "")})", forBudget: State.Reason is not null);
        }
        else if (State.Specification.Retrain.Seeds == 0)
        {
            Succeed();
        }
        else
        {
            BeginRetraining();
        }

        return true;
    }

    /// <summary>A trial's result: recorded, whatever became of it.</summary>
    private void SettleTrial(WorkItem item, RunReport report)
    {
        TrialRecord record = new()
        {
            Number = item.Key.Replica,
            State = item.State,
            Values = item.Proposal,
            Share = (double)item.Trial!.Resource / item.Trial.MaximumResource,
            Parent = item.Trial.Parent,
            Member = item.Trial.Member,
            Segment = item.Trial.Segment,
            InnerSteps = report.InnerSteps,
            ValidationLoss = item.State == ReplicaState.Completed ? report.Loss : double.NaN,
            ValidationAccuracy = item.State == ReplicaState.Completed ? report.Accuracy : double.NaN,
            GradientSteps = report.GradientSteps,
            Seconds = report.Seconds,
            Spent = SpentByNow(),
            Device = item.Device,
            Attempt = item.Attempt,
            Reason = item.Reason,
        };
        State.Trials.Add(record);
        outlived.AddRange(TrialSearch.Outlived(State.Specification, State.AllTrials, record));
        State.Work.Remove(item);
        asked++;
        instruments.OnTrialEnded(Name, State.Specification.Method, record);
        if (TrialSearch.Candidates(State.Specification, [record]).Any() && !(record.ValidationLoss >= State.Incumbent?.Loss))
        {
            Choose(record, report.Schedule, report.PriorLoss);
            Emit(
                StudyEventKind.IncumbentFound,
                $"trial {record.Number} is the best so far: validation loss {record.ValidationLoss:G4}, accuracy {record.ValidationAccuracy:P2}, after {record.Spent.GradientSteps:G6} gradient steps",
                withStatus: true);
        }
    }

    private void Choose(TrialRecord record, ScheduleValues? schedule, double? priorLoss) => State.Incumbent = new()
    {
        Trial = record.Number,
        Loss = record.ValidationLoss,
        Accuracy = record.ValidationAccuracy,
        PriorLoss = priorLoss,
        Schedule = schedule ?? TrialSearch.Schedule(State.Specification, record, State.AllTrials),
    };

    /// <summary>An earlier version chose the best of all trials, however little of the horizon they had trained: of a search that goes on, the choice is made again.</summary>
    private void ChooseAgain()
    {
        if (State.Incumbent is not { } chosen || TrialSearch.Candidates(State.Specification, State.AllTrials).Any(trial => trial.Number == chosen.Trial))
        {
            return;
        }

        State.Incumbent = null;
        if (TrialSearch.Candidates(State.Specification, State.AllTrials).MinBy(trial => trial.ValidationLoss) is { } best)
        {
            Choose(best, schedule: null, priorLoss: null);
        }
    }

    /// <summary>What is paid for, and what the trials that run beside had cost when they were last heard of.</summary>
    private MethodCost SpentByNow()
    {
        MethodCost spent = State.Learning;
        foreach (WorkItem item in InFlight)
        {
            if (live.GetValueOrDefault(item.Key)?.Progress is { } last)
            {
                spent = spent with { GradientSteps = spent.GradientSteps + item.Unpaid(last.FirstSpent, last.Spent), DeviceSeconds = spent.DeviceSeconds + last.Seconds };
            }
        }

        return spent;
    }

    /// <summary>What could not be begun or ended within the budget is no trial, unless more is left for it later: it is the first to be taken up again.</summary>
    private void Shelve(WorkItem item)
    {
        State.Work.Remove(item);
        State.Shelved.Add(item);
        asked++;
    }

    /// <summary>The time is up: what runs is paid for as far as it came, and tried again if there is ever more time.</summary>
    private void StopTrials(string? reason)
    {
        PayForWhatRuns();
        foreach (WorkItem item in InFlight.ToList())
        {
            live.Remove(item.Key);
            item.Redispatch("the time is up");
            Shelve(item);
        }

        State.SearchOver = State.Reason = reason;
        ConcludeIfSearched();
    }

    /// <summary>A trial that was counted before, and whose device did not hear of it.</summary>
    private bool IsTrialIn(WorkKey key) => key.Kind == WorkKind.Trial && State.AllTrials.Any(trial => trial.Number == key.Replica);

    /// <summary>As many trials as the study's pool has devices, unless the study says otherwise.</summary>
    private async Task<int> CountSlots(string pool, StudySpecification study)
    {
        if (study.Resources.Parallelism is { } parallelism)
        {
            return parallelism;
        }

        PoolStatus status = await GrainFactory.GetGrain<ISchedulerGrain>(pool).GetStatus();
        return Math.Max(1, status.Devices.Count(device => !device.Draining));
    }

    /// <summary>Devices come and go.</summary>
    private async Task KeepSlots()
    {
        if (State.Phase != StudyPhase.Search || time.GetElapsedTime(slotsCounted) < EnqueuePeriod)
        {
            return;
        }

        slotsCounted = time.GetTimestamp();
        try
        {
            slots = await CountSlots(State.Pool, State.Specification);
        }
#pragma warning disable CA1031 // The next tick asks again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotQueued(Name, e.Message);
        }
    }
}
