using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Confirming;
using Fds.Studies.Plans.Learning;

namespace Fds.Studies.Plans.Starting;

/// <summary>
/// Finds where learning begins, where the study leaves that open (<c>initial: auto</c>): it tries the schedules that people try by hand, and
/// takes the one with the lowest loss. A second round runs the best few more often.
/// </summary>
internal sealed class StartPlan(StudyContext study) : IStudyPlan
{
    private StudyRecord Record => study.Record;

    /// <summary>Whether the first round is over. Its losses are in the record then.</summary>
    private bool IsFinal => Record.Starts.Any(start => !start.Losses.IsEmpty);

    /// <summary>The runs of the round that is under way, which follow from the record.</summary>
    private CandidateRuns Runs => IsFinal
        ? new(study, Record.Starts, WorkKind.StartAgain, StartCandidates.FinalRuns, StartCandidates.Margin) { Places = Candidates.Best(Record.Starts, StartCandidates.Finalists) }
        : new(study, Record.Starts, WorkKind.Start, StartCandidates.Runs, StartCandidates.Margin);

    /// <summary>Whether a start has to be found before the first outer step.</summary>
    public bool IsNeeded => Record.Start is null && Record.OuterStep == 0 && study.Specification.FindsStart;

    public void Begin()
    {
        Record.Phase = StudyPhase.Starting;
        Record.Starts = StartCandidates.Of(study.Specification);
        Runs.Begin();
    }

    public void Advance()
    {
        if (!study.IsActive || study.Work.Open.Any())
        {
            return;
        }

        study.Costs.KeepTime();
        bool wasFinal = IsFinal;
        Record.Starts = Runs.Results();
        if (wasFinal || Candidates.Best(Record.Starts, 2).Length < 2)
        {
            Conclude(study.Costs.OverBudget);
        }
        else
        {
            Runs.Begin();
        }
    }

    /// <summary>
    /// Begins with the best start that is known by the last round of which something is known, if the budget lets anything follow; else nothing
    /// was learned.
    /// </summary>
    public void Stop(string? reason)
    {
        study.Costs.PayForWhatRuns();
        ImmutableArray<CandidateRecord> known = Runs.Results();
        Record.Starts = Candidates.Chosen(known) is null ? Candidates.Choose(Record.Starts) : known;
        Conclude(study.Costs.OverBudget ?? (Candidates.Chosen(Record.Starts) is null ? reason : null));
    }

    private void Conclude(string? over)
    {
        CandidateRecord? chosen = Candidates.Chosen(Record.Starts);
        study.Events.Emit(
            StudyEventKind.CandidateChosen,
            chosen is not null
                ? $"of {Record.Starts.Length} starts '{chosen.Name}' is chosen: validation loss {chosen.Losses.Average():G4} over {chosen.Losses.Length} runs"
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
