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

    private CandidateRuns Runs => new(study, WorkKind.Start, StartCandidates.Runs, StartCandidates.Margin);

    /// <summary>Whether a start has to be found before the first outer step.</summary>
    public bool IsNeeded => Record.Start is null && Record.OuterStep == 0 && HyperparameterKinds.All.Any(kind => study.Specification.Hyperparameters[kind].Auto);

    public void Begin()
    {
        Record.Phase = StudyPhase.Starting;
        Record.Candidates = StartCandidates.Of(study.Specification);
        Runs.Begin();
    }

    public void Advance()
    {
        if (!study.IsActive || study.Work.Open.Any())
        {
            return;
        }

        study.Costs.KeepTime();
        Record.Candidates = Runs.Results();
        CandidateRecord? chosen = Candidates.Chosen(Record);
        study.Events.Emit(
            StudyEventKind.CandidateChosen,
            chosen is not null
                ? $"of {Record.Candidates.Length} starts, {StartCandidates.Runs} runs each, '{chosen.Name}' is chosen: validation loss {chosen.Losses.Average():G4}"
                : $"none of {Record.Candidates.Length} starts completed its runs: learning begins at the default values",
            withStatus: true);
        Record.Start = chosen?.Schedule ?? OuterLoop.Schedule(Record.Values);
        Record.Values = OuterLoop.WithValues(Record.Values, Record.Start);
        Record.Candidates = [];
        if (study.Costs.OverBudget is { } used)
        {
            study.Plans.Learning.Stop(used);
        }
        else
        {
            study.Plans.Learning.Begin();
        }
    }

    /// <summary>A study whose budget does not even reach for its start has learned nothing.</summary>
    public void Stop(string? reason) => study.Plans.Learning.Stop(reason);
}
