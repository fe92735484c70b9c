using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Confirming;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Views;

namespace Fds.Studies.Plans.Retraining;

/// <summary>Training from scratch with the learned schedule and, for comparison, with the one of the best outer step.</summary>
internal sealed class RetrainingPlan(StudyContext study) : IStudyPlan
{
    public bool IsBudgeted => false;

    /// <summary>Begins retraining, or ends the study where it asks for none.</summary>
    /// <param name="forBudget">Whether a higher budget might have led further.</param>
    public void BeginOrSucceed(bool forBudget = false)
    {
        if (study.Specification.Retrain.Seeds == 0)
        {
            study.Life.Succeed(forBudget);
        }
        else
        {
            Begin();
        }
    }

    public void Begin()
    {
        study.Record.Phase = StudyPhase.Retraining;
        KindMap<ImmutableArray<double>> initial = OuterLoop.Start(study.Record);
        study.Work.Begin(from kind in Kinds()
                         from run in Enumerable.Range(0, study.Specification.Retrain.Seeds)
                         select new WorkKey { Study = study.Name, Kind = kind, OuterStep = 0, Replica = run },
                         key => key.Kind == WorkKind.RetrainInitial ? initial : null);
    }

    /// <summary>
    /// The kinds of retraining: with the learned schedule, and for comparison with another one. That is the start, seed by seed, if a learned
    /// schedule was chosen among several; without a choice it is the best outer step's, if there is one.
    /// </summary>
    private WorkKind[] Kinds() => Candidates.Chosen(study.Record) switch
    {
        { Name: CandidateRecord.Start } => [WorkKind.RetrainLearned],
        not null when study.Specification.Method != StudyMethod.Fds => [WorkKind.RetrainLearned],
        not null => [WorkKind.RetrainLearned, WorkKind.RetrainInitial],
        null when StudyProjection.BestSchedule(study.Record) is not null => [WorkKind.RetrainLearned, WorkKind.RetrainBest],
        null => [WorkKind.RetrainLearned],
    };

    public void Advance()
    {
        if (!study.IsActive || study.Work.Open.Any())
        {
            return;
        }

        study.Costs.KeepTime();
        StudyRecord record = study.Record;
        record.Retrainings = [.. record.Work.Select(StudyProjection.Retraining)];
        bool anyLearned = record.Retrainings.Any(run => run is { Schedule: RetrainedSchedule.Learned, State: ReplicaState.Completed });
        study.Events.Emit(
            StudyEventKind.RetrainingCompleted,
            anyLearned ? $"test {Figures.Of(StudyProjection.TestLoss(record), StudyProjection.TestAccuracy(record))} after retraining from scratch" : "no retraining with the learned schedule completed");
        if (anyLearned)
        {
            study.Life.Succeed();
        }
        else
        {
            study.Life.End(StudyState.Failed, $"no retraining with the learned schedule completed ({string.Join("; ", record.Retrainings.Select(run => run.Reason).Distinct())})");
        }
    }

    /// <summary>Retraining is not paid from the budget.</summary>
    public void Stop(string? reason)
    {
    }
}
