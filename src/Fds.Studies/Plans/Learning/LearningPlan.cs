using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Effects;
using Fds.Studies.Views;
using Fds.Studies.Work;

namespace Fds.Studies.Plans.Learning;

/// <summary>
/// The outer loop: every step averages the replicas' hypergradients and updates the schedules, until all values converge or the steps or
/// the budget are used up.
/// </summary>
internal sealed class LearningPlan(StudyContext study) : IStudyKind
{
    private readonly Quorum quorum = new(study);

    public string Scope => $"{study.Specification.Outer.Steps} outer steps, {study.Specification.Seeds.Count} replicas";

    private StudyRecord Record => study.Record;

    private IOuterRule Rule => OuterRules.Of(study.Specification);

    public void Begin()
    {
        if (study.Plans.Starting.IsNeeded)
        {
            study.Plans.Starting.Begin();
            return;
        }

        Record.Phase = StudyPhase.OuterLoop;
        study.Work.Begin(from replica in Enumerable.Range(0, study.Specification.Seeds.Count)
                         from shard in Enumerable.Range(0, study.Work.Shards)
                         select new WorkKey { Study = study.Name, Kind = WorkKind.Hypergradient, OuterStep = Record.OuterStep, Replica = replica, Shard = shard },
                         key => Rule.OfReplica(Record.Values, key.Replica, key.OuterStep));
        study.Costs.LimitWork(study.Specification.Replicas);
    }

    public void Advance()
    {
        if (study.IsActive && (!study.Work.Open.Any() || quorum.LeavesTheRestBehind()))
        {
            study.Costs.KeepTime();
            Complete();
        }
    }

    /// <inheritdoc cref="Quorum.RecordLate"/>
    public Verdict? RecordLate(RunReport report) => quorum.RecordLate(report);

    /// <summary>A quorum's grace period can end without a new report.</summary>
    public bool Tick()
    {
        if (Record.QuorumAt is null)
        {
            return false;
        }

        int step = Record.OuterStep;
        Advance();
        return step != Record.OuterStep || !study.IsRunning;
    }

    public void Stop(string? reason)
    {
        Record.Reason = reason;
        study.Costs.PayForWhatRuns();
        if (Record.History.Count == 0)
        {
            study.Life.End(StudyState.Failed, reason, forBudget: true);
        }
        else
        {
            study.Plans.Confirmation.BeginOrRetrain(forBudget: true);
        }
    }

    public string? WhyNotExtended(StudyExtension extension)
    {
        int steps = study.Specification.Outer.Steps;
        return extension.OuterSteps is { } wanted && (wanted < steps || wanted > StudyExtensions.MostOuterSteps)
            ? $"--outer-steps: found {wanted}; expected the total number of outer steps, from {steps}, the limit of {study.Name} now, to {StudyExtensions.MostOuterSteps}"
            : null;
    }

    public string? WhyItWouldEndAtOnce()
    {
        int steps = study.Specification.Outer.Steps;
        return Record.OuterStep >= steps
            ? $"{study.Name} has completed all its {steps} outer steps: raise the total with --outer-steps"
            : study.Costs.OverBudget is { } used ? $"{used}: raise that limit as well" : null;
    }

    /// <summary>
    /// Renews the limits of work that has not begun. A study returns to its outer loop if it has ended, or if it retrains because it ran
    /// out of steps or of budget.
    /// </summary>
    public void Extend(StudySpecification before, bool wasActive)
    {
        StudySpecification after = study.Specification;
        double raise = after.Budget.GradientSteps - before.Budget.GradientSteps ?? 0;
        if (wasActive && Record.Phase == StudyPhase.OuterLoop)
        {
            RaiseLimits(after.Replicas);
        }
        else if (wasActive && Record.Phase == StudyPhase.Starting)
        {
            RaiseLimits(Record.Work.Count);
        }
        else if (!wasActive || after.Outer.Steps > before.Outer.Steps || Record.Reason is not null)
        {
            StudyExtensions.BeginAnew(study);
            Begin();
        }
        else if (Record.Phase == StudyPhase.Confirming)
        {
            RaiseLimits(Record.Work.Count);
        }

        void RaiseLimits(int parts)
        {
            if (raise > 0)
            {
                study.Costs.RaiseLimits(raise, parts);
            }
        }
    }

    private void Complete()
    {
        ImmutableArray<RunReport> reports = quorum.Contributions();
        if (reports.IsEmpty)
        {
            StepBack();
            return;
        }

        StudySpecification specification = study.Specification;
        KindMap<ImmutableArray<double>> used = OuterLoop.Schedule(Record.Values);
        OuterUpdate update = Rule.Update(Record.Values, Evidence(reports));
        OuterStepRecord step = new()
        {
            Index = Record.OuterStep,
            InnerSteps = reports[0].InnerSteps,
            Readings = ClampShares.Note(update.Readings, reports),
            Measurements = RunMeasurements.Mean([.. reports.Select(report => report.Measurements)]),
            Sensitivity = Sensitivities.Mean(reports),
            Schedule = used,
            Contributing = reports.Length,
            Replicas = study.Views.Replicas(),
            ValidationLoss = reports.Average(report => report.Loss),
            ValidationAccuracy = reports.Average(report => report.Accuracy),
            PriorLoss = reports.Select(report => report.PriorLoss).MeanIfAllKnown(),
            GradientSteps = Record.StepGradientSteps,
            Seconds = Record.StepSeconds,
            Spent = Record.Learning,
            Lengths = update.Lengths,
            Losses = [.. reports.Select(report => report.Loss)],
            Unstable = update.Unstable,
        };
        Record.Values = update.Values;
        OuterStepRecord? previous = Record.History.LastOrDefault();
        Record.History.Add(step);
        Sensitivities.ForgetOld(Record.History);
        Record.AboveChance |= reports.Any(report => report.AboveChance);
        Record.OuterStep++;
        Tell(step, previous);
        study.Follow(new CountOuterStep(step));
        bool converged = Rule.HasConverged(Record.Values);
        if (converged)
        {
            study.Events.Emit(StudyEventKind.Converged, $"every value has converged: its hypergradient's sign has flipped and its step is below {specification.Outer.ConvergedBelow:G4} times its value, or it stays at the end of its range");
        }

        GoOn(converged);
    }

    /// <summary>
    /// Returns to the values before the last update, with shorter steps: if no replica has a hypergradient, that update went too far. At the
    /// first outer step there are no earlier values, so the study fails.
    /// </summary>
    private void StepBack()
    {
        string reasons = string.Join("; ", Record.Work.Select(item => $"replica {item.Key.Replica} {item.State}: {item.Reason}").Distinct());
        string what = $"no replica of outer step {Record.OuterStep + 1} has a hypergradient ({reasons})";
        if (Record.History.Count == 0)
        {
            study.Life.End(StudyState.Failed, $"{what}. Lower the initial values or steps, or narrow the ranges.");
            return;
        }

        if (Watchdog.IsLastEmptyStep(Record))
        {
            study.Life.End(StudyState.Failed, $"{what}; {Watchdog.MostEmptySteps} outer steps in a row had none. Lower the steps, or narrow the ranges.");
            return;
        }

        OuterStepRecord last = Record.History[^1];
        Record.Values = OuterLoop.BackTo(Rule, Record.Values, last.Schedule);
        Record.OuterStep++;
        study.Events.Emit(StudyEventKind.SteppedBack, $"{what}: the study returns to the values of outer step {last.Index + 1}, with steps {study.Specification.Outer.StepDecay:G4} times as long", withStatus: true);
        GoOn(converged: false);
    }

    private OuterEvidence Evidence(ImmutableArray<RunReport> reports)
    {
        KindMap<ImmutableArray<double>> values = OuterLoop.Schedule(Record.Values);
        return new()
        {
            Hypergradients = [.. reports.Select(report => report.Hypergradient)],
            Schedules = [.. reports.Select(report => Rule.OfReplica(Record.Values, report.Key.Replica, Record.OuterStep) ?? values)],
            Losses = [.. reports.Select(report => report.Loss)],
            InnerSteps = reports[0].InnerSteps,
            Lost = Record.Work.Where(item => item.State is ReplicaState.Diverged or ReplicaState.Collapsed).DistinctBy(item => item.Key.Replica).Count(),
            History = Record.History,
        };
    }

    private static string Judged(OuterStepRecord step) =>
        Figures.Of(step.ValidationLoss, step.ValidationAccuracy) + (((double?)step.ValidationAccuracy).Known() is null ? "" : $", loss {step.ValidationLoss:G4}");

    private void Tell(OuterStepRecord step, OuterStepRecord? previous)
    {
        study.Events.Emit(
            StudyEventKind.OuterStepCompleted,
            $"outer step {step.Index + 1} of {study.Specification.Outer.Steps}: validation {Judged(step)}, " +
            $"{step.Contributing} of {study.Specification.Seeds.Count} replicas, {step.Seconds:F1} s",
            withStatus: true);
        HashSet<(HyperparameterKind, string?, int)> heldBefore = [.. (previous?.Readings ?? []).Where(reading => reading.AtRange).Select(reading => (reading.Kind, reading.Group, reading.Window))];
        foreach (HyperparameterReading reading in step.Readings.Where(reading => reading.AtRange && !heldBefore.Contains((reading.Kind, reading.Group, reading.Window))))
        {
            study.Events.Emit(StudyEventKind.RangeReached, $"{OuterLoop.Name(reading)} was held at the end of its range, {reading.NextValue:G4}");
        }

        if (step.Unstable is { } unstable)
        {
            study.Events.Emit(StudyEventKind.Unstable, $"outer step {step.Index + 1} was unstable ({unstable}): learning rates are lowered");
        }

        foreach (string saturated in ClampShares.NewlySaturated(study.Specification.Inner, step, previous))
        {
            study.Events.Emit(StudyEventKind.ClampSaturated, saturated);
        }
    }

    private void GoOn(bool converged)
    {
        string? overBudget = study.Costs.OverBudget;
        if (converged || Record.OuterStep == study.Specification.Outer.Steps || overBudget is not null)
        {
            Record.Reason = overBudget;
            study.Plans.Confirmation.BeginOrRetrain();
        }
        else
        {
            Begin();
        }
    }
}
