using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Grains.Studies;

/// <summary>The outer loop: beginning a step, completing it, retraining, ending.</summary>
internal sealed partial class StudyGrain
{
    private long stepStarted = time.GetTimestamp();

    private void BeginOuterStep()
    {
        State.Phase = StudyPhase.OuterLoop;
        BeginWork(from replica in Enumerable.Range(0, State.Specification.Seeds.Count)
                  from shard in Enumerable.Range(0, Shards)
                  select new WorkKey { Study = Name, Kind = WorkKind.Hypergradient, OuterStep = State.OuterStep, Replica = replica, Shard = shard });
        LimitCost();
    }

    /// <summary>Every replica's share of what is left of the budget.</summary>
    private void LimitCost()
    {
        double? left = State.Specification.Budget.GradientSteps - State.Learning.GradientSteps;
        State.Work.ForEach(item => item.CostLimit = left / State.Specification.Replicas);
    }

    /// <summary>What has not begun may cost its share of what a budget was raised by, too; an order with the old limit is fenced off.</summary>
    private void RaiseLimits(double raise)
    {
        foreach (WorkItem item in State.Work.Where(item => !item.IsSettled && !item.IsBound))
        {
            item.CostLimit += raise / State.Specification.Replicas;
            item.Redispatch("the budget is raised");
            dropQueue = true;
        }
    }

    /// <summary>Retrains the learned schedule and, for comparison, the one with the best validation accuracy.</summary>
    private void BeginRetraining()
    {
        State.Phase = StudyPhase.Retraining;
        WorkKind[] kinds = StudyProjection.BestSchedule(State) is null ? [WorkKind.RetrainLearned] : [WorkKind.RetrainLearned, WorkKind.RetrainBest];
        BeginWork(from kind in kinds
                  from run in Enumerable.Range(0, State.Specification.Retrain.Seeds)
                  select new WorkKey { Study = Name, Kind = kind, OuterStep = 0, Replica = run });
    }

    private void BeginWork(IEnumerable<WorkKey> keys)
    {
        live.Clear();
        BeginSpan();
        ForgetCheckpointsOfWork();

        // What still waits for work that is over must not take a slot.
        dropQueue = true;
        DateTimeOffset now = time.GetUtcNow();
        State.Work = [.. keys.Select(key => new WorkItem { Key = key, WaitingSince = now })];
        State.QuorumAt = null;
        State.StepGradientSteps = 0;
        State.StepSeconds = 0;
        stepStarted = time.GetTimestamp();
    }

    /// <summary>Goes on once nothing more is expected of the work at hand.</summary>
    private void AdvanceIfSettled()
    {
        if (State.Phase == StudyPhase.Search)
        {
            AskSoon();
            return;
        }

        if (!IsActive || !(State.Work.All(item => item.IsSettled) || LeavesTheRestBehind()))
        {
            return;
        }

        KeepStepTime();
        if (State.Phase == StudyPhase.OuterLoop)
        {
            CompleteOuterStep();
        }
        else if (State.Phase == StudyPhase.Measuring)
        {
            CompleteMeasuring();
        }
        else
        {
            CompleteRetraining();
        }
    }

    private void CompleteOuterStep()
    {
        ImmutableArray<RunReport> reports = Contributions();
        if (reports.IsEmpty)
        {
            StepBack();
            return;
        }

        StudySpecification study = State.Specification;
        ScheduleValues used = OuterLoop.Schedule(State.Values);
        (State.Values, ImmutableArray<HyperparameterReading> readings) = OuterLoop.Update(study, State.Values, [.. reports.Select(report => report.Hypergradient)]);
        OuterStepRecord record = new()
        {
            Index = State.OuterStep,
            InnerSteps = reports[0].InnerSteps,
            Readings = ClampShares.Note(readings, reports),
            GradientClamped = ClampShares.OfGradient(reports),
            Sensitivity = Sensitivities.Mean(reports),
            Schedule = used,
            Contributing = reports.Length,
            Replicas = StudyProjection.Replicas(State, live, Reasons),
            ValidationLoss = reports.Average(report => report.Loss),
            ValidationAccuracy = reports.Average(report => report.Accuracy),
            PriorLoss = reports.All(report => report.PriorLoss is not null) ? reports.Average(report => report.PriorLoss) : null,
            GradientSteps = State.StepGradientSteps,
            Seconds = State.StepSeconds,
            Spent = State.Learning,
        };
        OuterStepRecord? previous = State.History.LastOrDefault();
        State.History.Add(record);
        Sensitivities.ForgetOld(State.History);
        State.AboveChance |= reports.Any(report => report.AboveChance);
        State.OuterStep++;
        ReportStep(record, previous);
        instruments.OnOuterStepCompleted(Name, record);
        bool converged = OuterLoop.HasConverged(study, State.Values);
        if (converged)
        {
            Emit(StudyEventKind.Converged, $"every value has converged: its sign has flipped and its step is below {study.Outer.ConvergedBelow:G4} times its value, or it rests at the end of its range");
        }

        GoOn(study, converged);
    }

    /// <summary>
    /// Where no replica has a hypergradient the last update went too far: the values before it are taken up again, with shorter steps.
    /// At the first outer step there are none.
    /// </summary>
    private void StepBack()
    {
        string reasons = string.Join("; ", State.Work.Select(item => $"replica {item.Key.Replica} {item.State}: {item.Reason}").Distinct());
        string what = $"no replica of outer step {State.OuterStep + 1} has a hypergradient ({reasons})";
        if (State.History.Count == 0)
        {
            End(StudyState.Failed, $"{what}. Lower the initial values or steps, or narrow the ranges.");
            return;
        }

        if (Watchdog.IsLastEmptyStep(State))
        {
            End(StudyState.Failed, $"{what}, nor had those before it, {Watchdog.MostEmptySteps} in a row. Lower the steps, or narrow the ranges.");
            return;
        }

        OuterStepRecord last = State.History[^1];
        State.Values = OuterLoop.BackTo(State.Specification, State.Values, last.Schedule);
        State.OuterStep++;
        Emit(StudyEventKind.SteppedBack, $"{what}: the values of outer step {last.Index + 1} are taken up again, with steps {State.Specification.Outer.StepDecay:G4} times as long", withStatus: true);
        GoOn(State.Specification, converged: false);
    }

    private void ReportStep(OuterStepRecord record, OuterStepRecord? previous)
    {
        Emit(
            StudyEventKind.OuterStepCompleted,
            $"outer step {record.Index + 1} of {State.Specification.Outer.Steps}: validation accuracy {record.ValidationAccuracy:P2}, loss {record.ValidationLoss:G4}, " +
            $"{record.Contributing} of {State.Specification.Seeds.Count} replicas, {record.Seconds:F1} s",
            withStatus: true);
        HashSet<(HyperparameterKind, int)> heldBefore = [.. (previous?.Readings ?? []).Where(reading => reading.AtRange).Select(reading => (reading.Kind, reading.Window))];
        foreach (HyperparameterReading reading in record.Readings.Where(reading => reading.AtRange && !heldBefore.Contains((reading.Kind, reading.Window))))
        {
            Emit(StudyEventKind.RangeReached, $"{OuterLoop.Name(reading)} was held at the end of its range, {reading.NextValue:G4}");
        }

        foreach (string saturated in ClampShares.NewlySaturated(State.Specification.Inner, record, previous))
        {
            Emit(StudyEventKind.ClampSaturated, saturated);
        }
    }

    private void GoOn(StudySpecification study, bool converged)
    {
        if (converged || State.OuterStep == study.Outer.Steps || OverBudget() is not null)
        {
            State.Reason = OverBudget();
            if (study.Retrain.Seeds == 0)
            {
                Succeed();
                return;
            }

            BeginRetraining();
        }
        else
        {
            BeginOuterStep();
        }
    }

    /// <summary>Which limit of the study's budget is used up, or null.</summary>
    private string? OverBudget()
    {
        BudgetSpecification budget = State.Specification.Budget;
        if (State.Learning.GradientSteps >= budget.GradientSteps)
        {
            return $"the budget of {budget.GradientSteps:G} gradient steps is used up";
        }

        return budget.WallClock is { } limit && StudyClock.Read(State, time.GetUtcNow()) >= limit ? $"the budget of {limit} is used up" : null;
    }

    private void CompleteRetraining()
    {
        State.Retrainings = [.. State.Work.Select(StudyProjection.Retraining)];
        bool anyLearned = State.Retrainings.Any(run => run is { Schedule: RetrainedSchedule.Learned, State: ReplicaState.Completed });
        double? accuracy = StudyProjection.TestAccuracy(State);
        Emit(StudyEventKind.RetrainingCompleted, anyLearned ? $"test accuracy {accuracy:P2} after retraining from scratch" : "no retraining with the learned schedule completed");
        if (anyLearned)
        {
            Succeed();
        }
        else
        {
            End(StudyState.Failed, $"no retraining with the learned schedule completed ({string.Join("; ", State.Retrainings.Select(run => run.Reason).Distinct())})");
        }
    }

    /// <summary>It came to its end, or stopped early for the reason that it has; what it found may be worth nothing all the same.</summary>
    private void Succeed(bool forBudget = false) => End(StudyState.Succeeded, Worth.Joined([State.Reason, Worth.Doubts(State)]), forBudget);

    /// <param name="state">As what it ends.</param>
    /// <param name="reason">Why; null where it came to its end.</param>
    /// <param name="forBudget">Whether a higher budget might have led further.</param>
    private void End(StudyState state, string? reason, bool forBudget = false)
    {
        KeepStepTime();
        EndSpan();
        foreach (WorkItem item in State.Work.Where(item => !item.IsSettled))
        {
            item.Redispatch("the study has ended");
        }

        State.State = state;
        State.EndedForBudget = forBudget;
        State.Phase = StudyPhase.Finished;
        State.Reason = reason;
        BeginRest(pauseReason: null);
        ForgetCheckpointsOfEnded();
        Emit(StudyEventKind.Ended, reason is null ? $"{Name} {state}" : $"{Name} {state}: {reason}", withStatus: true);
    }

    /// <summary>Moves the time since the last call into the stored totals, so that time while stopped is not counted.</summary>
    private void KeepStepTime()
    {
        if (IsRunning)
        {
            double seconds = time.GetElapsedTime(stepStarted).TotalSeconds;
            State.StepSeconds += seconds;
            State.Seconds += seconds;
            if (State.Phase != StudyPhase.Retraining)
            {
                State.Learning = State.Learning with { Seconds = State.Learning.Seconds + seconds };
            }
        }

        stepStarted = time.GetTimestamp();
    }
}
