using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Core.Search;
using Fds.Studies.Effects;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Trials;

/// <summary>
/// Methods that run one trial after another: black-box searches and greedy methods. A search is a function of its trials, which are stored
/// with their results, so that a proposal can always be computed again.
/// </summary>
internal sealed class SearchPlan(StudyContext study) : IStudyKind
{
    private const string EveryTrialIsIn = "every trial is in";
    private int? waitsForResults;

    /// <summary>Changes with every trial that is asked or told, so that a proposal from an earlier past is computed again.</summary>
    private int asked;

    /// <summary>How many trials run at once.</summary>
    public int Slots { get; set; } = 1;

    public string Scope => study.Specification.Method.Word();

    /// <summary>The end states are kept because a search that goes on begins its next segments, or longer runs, with them.</summary>
    public bool KeepsTrialStates =>
        (study.Specification.Method == StudyMethod.Pbt || TrialSearch.Resumes(study.Specification)) && study.Specification.Budget is not { GradientSteps: null, WallClock: null } && Record.SearchOver != EveryTrialIsIn;

    /// <summary>Whether trials are under way.</summary>
    public bool IsSearching => study.IsRunning && Record.Phase == StudyPhase.Search;

    /// <summary>Whether one more trial may be proposed.</summary>
    public bool HasRoom => IsSearching && Record.SearchOver is null && asked != waitsForResults && study.Work.Open.Count() < Slots && !WaitsForRungs;

    /// <summary>Whether the search is over and none of its trials is still running.</summary>
    public bool IsConcluded => IsSearching && Record.SearchOver is not null && !study.Work.Open.Any();

    /// <summary>What is asked next.</summary>
    public SearchQuestion Question => new(study.Specification, asked, Record.Shelved.Count > 0 ? null : SearchPast.Of(Record));

    private StudyRecord Record => study.Record;

    /// <summary>Whether a trial is to tell what is in the data before another is proposed: their number decides how many rungs there are.</summary>
    private bool WaitsForRungs => Record.RungsByCost && TrialSearch.Examples(Record) is null && study.Work.Open.Any();

    public void Begin()
    {
        Record.Phase = StudyPhase.Search;
        Record.Shelved = [.. Record.Work.Concat(Record.Shelved).Where(item => item.IsOpenTrial)];
        Record.TrialSeed ??= TrialSearch.Seed(study.Specification);
        Record.RungsByCost |= study.Specification.Method.TriesShortRuns() && Record.TrialCount == 0 && Record.Shelved.Count == 0;
        study.Work.Begin([]);
        Record.SearchOver = null;
        waitsForResults = null;
    }

    /// <summary>Does nothing: a search continues with the next proposal.</summary>
    public void Advance()
    {
    }

    /// <summary>Accepts a proposal, unless a trial was asked or told meanwhile, and ends the search when it is over.</summary>
    /// <param name="whenAsked">The number of the question.</param>
    /// <param name="trial">The answer.</param>
    /// <returns>Whether the record was changed.</returns>
    public bool Told(int whenAsked, Trial? trial)
    {
        bool isTaken = HasRoom && whenAsked == asked
            && Take(Record.Shelved.FirstOrDefault() ?? (trial is null ? null : TrialSearch.Work(Record, trial, study.Now.Utc)));
        return Conclude() || isTaken;
    }

    /// <summary>Notes a trial's cost, which is known once its device has the data, so that no more than this cost is reserved for the trial.</summary>
    /// <returns>Whether the record was changed.</returns>
    public bool NoteCost(WorkItem item, double? cost)
    {
        if (item.Trial is null || cost is null || item.Cost == cost)
        {
            return false;
        }

        item.Cost = cost;
        waitsForResults = null;
        return true;
    }

    /// <summary>Records a trial's result, whatever its outcome.</summary>
    public void Settle(WorkItem item, RunReport report)
    {
        bool isCompleted = item.State == ReplicaState.Completed;
        TrialRecord trial = new()
        {
            Number = item.Key.Replica,
            State = item.State,
            Values = item.Proposal,
            Share = (double)(TrialSearch.RungsOf(Record)?.Raised(item.Trial!.Resource) ?? item.Trial!.Resource) / item.Trial.MaximumResource,
            Parent = item.Trial.Parent,
            Member = item.Trial.Member,
            Segment = item.Trial.Segment,
            InnerSteps = report.InnerSteps,
            ValidationLoss = isCompleted ? report.Loss : double.NaN,
            ValidationAccuracy = isCompleted ? report.Accuracy : double.NaN,
            GradientSteps = report.GradientSteps,
            Seconds = report.Seconds,
            Spent = study.Costs.SpentByNow,
            Device = item.Device,
            Attempt = item.Attempt,
            Reason = item.Reason,
        };
        Record.Trials.Add(trial);
        foreach (int outlived in TrialSearch.Outlived(study.Specification, Record.AllTrials, trial))
        {
            study.Follow(new RemoveTrialState(outlived));
        }

        Record.Work.Remove(item);
        asked++;
        study.Follow(new CountTrial(study.Specification.Method, trial));
        if (TrialSearch.Candidates(study.Specification, [trial]).Any() && !(trial.ValidationLoss >= Record.Incumbent?.Loss))
        {
            Choose(trial, report);
        }
    }

    /// <summary>Sets aside a trial that the budget did not let begin or end. It runs before any new trial if the budget covers it later.</summary>
    public void Shelve(WorkItem item)
    {
        Record.Work.Remove(item);
        Record.Shelved.Add(item);
        asked++;
    }

    /// <summary>Whether a trial's result was counted before; its device then repeats the report because it did not get the answer.</summary>
    public bool IsIn(WorkKey key) => key.Kind == WorkKind.Trial && Record.AllTrials.Any(trial => trial.Number == key.Replica);

    /// <summary>Sets the running trials aside and charges them for what they have done. They are tried again if the budget is raised.</summary>
    public void Stop(string? reason)
    {
        study.Costs.PayForWhatRuns();
        foreach (WorkItem item in study.Work.Open.ToList())
        {
            study.Heartbeats.Forget(item.Key);
            item.Redispatch("the budget of time is used up");
            Shelve(item);
        }

        Record.SearchOver = Record.Reason = reason;
        Conclude();
    }

    public string? WhyNotExtended(StudyExtension extension) => extension.OuterSteps is { } steps
        ? $"--outer-steps: found {steps}; {study.Name} runs {study.Specification.Method.Word()}, which has no outer steps: raise its budget instead"
        : null;

    public string? WhyItWouldEndAtOnce() => study.Costs.OverBudget is { } used
        ? $"{used}: raise that limit as well"
        : TrialSearch.IsFinished(study.Specification, SearchPast.Of(Record)) ? $"every trial of {study.Name} has ended: submit it under another name with more trials" : null;

    /// <summary>Sets aside trials that have not begun, so that each gets a new limit in its turn.</summary>
    public void Extend(StudySpecification before, bool wasActive)
    {
        if (wasActive && Record.Phase == StudyPhase.Search)
        {
            foreach (WorkItem item in study.Work.Open.Where(item => !item.IsBound).ToList())
            {
                Shelve(item);
            }

            study.Orders.Drop();
            Record.SearchOver = Record.Reason = null;
            waitsForResults = null;
        }
        else if (!wasActive || Record.Reason is not null)
        {
            StudyExtensions.BeginAnew(study);
            Begin();
        }
    }

    /// <summary>Queues a trial if the budget covers it.</summary>
    /// <returns>Whether the record was changed.</returns>
    private bool Take(WorkItem? item)
    {
        if (item is null)
        {
            return StopAsking(null);
        }

        if (TrialBudget.Limit(Record, item, study.Plans.Confirmation.Reserve) is { } limit)
        {
            if (limit.IsExceeded)
            {
                return StopAsking(limit.Reason);
            }

            item.CostLimit = limit.GradientSteps;
        }

        if (Record.Shelved.Remove(item))
        {
            item.Redispatch("the budget covers it now");
            item.WaitingSince = study.Now.Utc;
        }

        asked++;
        Record.Work.Add(item);
        return true;
    }

    /// <summary>Stops proposing until a running trial ends. If none is running, the search is over.</summary>
    /// <returns>Whether the search is over.</returns>
    private bool StopAsking(string? reason)
    {
        waitsForResults = asked;
        if (study.Work.Open.Any())
        {
            return false;
        }

        Record.Reason = reason;
        Record.SearchOver = reason ?? EveryTrialIsIn;
        return true;
    }

    private bool Conclude()
    {
        if (!IsConcluded)
        {
            return false;
        }

        study.Costs.KeepTime();
        if (Record.Incumbent is null)
        {
            string reasons = string.Join("; ", Record.AllTrials.Select(trial => trial.Reason).OfType<string>().Distinct().Take(3));
            string where = Record.AllTrials.Any(trial => double.IsFinite(trial.ValidationLoss)) ? " at the end of the whole horizon" : "";
            study.Life.End(StudyState.Failed, $"none of {Record.TrialCount} trials has a validation loss{where} ({Record.SearchOver}{(reasons.Length > 0 ? $"; {reasons}" : "")})", forBudget: Record.Reason is not null);
        }
        else
        {
            study.Plans.Confirmation.BeginOrRetrain();
        }

        return true;
    }

    private void Choose(TrialRecord trial, RunReport report)
    {
        Record.Incumbent = new()
        {
            Trial = trial.Number,
            Loss = trial.ValidationLoss,
            Accuracy = trial.ValidationAccuracy,
            PriorLoss = report.PriorLoss,
            Schedule = report.Schedule ?? TrialSearch.Schedule(study.Specification, trial, Record.AllTrials),
        };
        study.Events.Emit(
            StudyEventKind.IncumbentFound,
            $"trial {trial.Number} is the best so far: validation loss {trial.ValidationLoss:G4}{Figures.Beside(trial.ValidationAccuracy)}, after {trial.Spent.GradientSteps:N0} gradient steps",
            withStatus: true);
    }
}
