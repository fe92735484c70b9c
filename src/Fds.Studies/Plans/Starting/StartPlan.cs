using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Confirming;
using Fds.Studies.Plans.Learning;

namespace Fds.Studies.Plans.Starting;

/// <summary>
/// Finds where learning begins, where the study leaves that open (<c>initial: auto</c>): it tries the schedules that people try by hand, and
/// takes the one with the lowest loss.
/// </summary>
internal sealed class StartPlan(StudyContext study) : IStudyPlan
{
    private StudyRecord Record => study.Record;

    private CandidateRuns Runs => new(study, Record.Starts, WorkKind.Start, StartCandidates.Runs, StartCandidates.Margin);

    /// <summary>Whether a start has to be found before the first outer step.</summary>
    public bool IsNeeded => Record.Start is null && Record.OuterStep == 0 && HyperparameterKinds.All.Any(kind => study.Specification.Hyperparameters[kind].Auto);

    public void Begin()
    {
        Record.Phase = StudyPhase.Starting;
        Record.Starts = StartCandidates.Of(study.Specification);
        Runs.Begin();
    }

    public void Advance()
    {
        if (study.IsActive && !study.Work.Open.Any())
        {
            study.Costs.KeepTime();
            Conclude(study.Costs.OverBudget);
        }
    }

    /// <summary>Begins with the best start of which all runs are in, if there is one and the budget lets anything follow; else nothing was learned.</summary>
    public void Stop(string? reason)
    {
        study.Costs.PayForWhatRuns();
        Conclude(study.Costs.OverBudget ?? (Candidates.Chosen(Runs.Results()) is null ? reason : null));
    }

    private void Conclude(string? over)
    {
        Record.Starts = Runs.Results();
        CandidateRecord? chosen = Candidates.Chosen(Record.Starts);
        int known = Record.Starts.Count(start => !start.Losses.IsEmpty);
        study.Events.Emit(
            StudyEventKind.CandidateChosen,
            chosen is not null
                ? $"of {known} starts, {StartCandidates.Runs} runs each, '{chosen.Name}' is chosen: validation loss {chosen.Losses.Average():G4}"
                : $"none of {Record.Starts.Length} starts completed its runs: learning begins at the default values",
            withStatus: true);
        if (over is not null)
        {
            study.Plans.Learning.Stop(over);
            return;
        }

        Record.Start = chosen?.Schedule ?? OuterLoop.Schedule(Record.Values);
        Record.Values = OuterLoop.WithValues(Record.Values, Record.Start);
        study.Plans.Learning.Begin();
    }
}
