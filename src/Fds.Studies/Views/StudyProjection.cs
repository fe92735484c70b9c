using System.Collections.Immutable;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Confirming;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;

namespace Fds.Studies.Views;

/// <summary>What a study's state looks like from outside.</summary>
internal static class StudyProjection
{
    public static StudyStatus Status(string name, StudyRecord state, IReadOnlyDictionary<WorkKey, LiveRun> live, TimeSpan? remaining, WaitReasons reasons)
    {
        OuterStepRecord? best = BestStep(state);
        return new()
        {
            Name = name,
            State = state.State,
            Phase = state.Phase,
            Reason = WhyPaused(state) ?? state.Reason ?? WhyWaiting(state, reasons),
            OuterStep = state.OuterStep,
            OuterSteps = state.Submission?.Specification.Outer.Steps ?? 0,
            SubmittedAt = state.SubmittedAt,
            UpdatedAt = state.UpdatedAt,
            Hyperparameters = Hyperparameters(state),
            LastStep = state.History is [.., var last] ? last.Readings : [],
            Replicas = Replicas(state, live, reasons),
            Members = [.. state.Members.Select(member => member.Status)],
            BestOuterStep = best?.Index,
            BestValidationAccuracy = BestAccuracy(state),
            BestValidationLoss = BestLoss(state),
            Methods = state.Submission?.Specification.Methods ?? [],
            Trials = state.TrialCount,
            MostTrials = state.Submission is { } submission ? TrialSearch.MostTrials(submission.Specification) : null,
            Learning = state.Learning,
            FluctuationRuns = state.Submission?.Specification.Fluctuation?.Runs,
            Hypergradients = state.Computation,
            LastValidationAccuracy = state.History is [.., var latest] ? ((double?)latest.ValidationAccuracy).Known() : null,
            TestAccuracy = TestAccuracy(state),
            TestLoss = TestLoss(state),
            GradientSteps = state.GradientSteps,
            EstimatedRemaining = remaining,
            Sequence = state.Sequence,
            Data = state.Data,
        };
    }

    /// <summary>The part of the status that can be shown if the rest cannot.</summary>
    public static StudyStatus Bare(string name, StudyRecord state, string why) => new()
    {
        Name = name,
        State = state.State,
        Phase = state.Phase,
        Reason = state.Reason ?? $"only part of the status can be shown: {why}",
        OuterStep = state.OuterStep,
        OuterSteps = state.Submission?.Specification.Outer.Steps ?? 0,
        SubmittedAt = state.SubmittedAt,
        UpdatedAt = state.UpdatedAt,
        Hyperparameters = [],
        LastStep = [],
        Replicas = [],
        GradientSteps = state.GradientSteps,
        Sequence = state.Sequence,
    };

    public static StudySummary Summary(string name, StudyRecord state) => new()
    {
        Name = name,
        State = state.State,
        OuterStep = state.OuterStep,
        OuterSteps = state.Specification.Outer.Steps,
        BestValidationAccuracy = BestAccuracy(state),
        BestValidationLoss = BestLoss(state),
        TestAccuracy = TestAccuracy(state),
        TestLoss = TestLoss(state),
        Methods = state.Specification.Methods,
        Trials = state.TrialCount,
        FluctuationRuns = state.Specification.Fluctuation?.Runs,
        SubmittedAt = state.SubmittedAt,
        UpdatedAt = state.UpdatedAt,
    };

    public static StudyResult Result(StudyRecord state, StudyStatus status, ImmutableDictionary<string, string> versions) => new()
    {
        Submission = state.Submission!,
        Status = status,
        OuterSteps = [.. state.History],
        Learned = LearnedSchedule(state),
        BestOuterStep = status.BestOuterStep,
        Best = BestSchedule(state),
        Retrainings = [.. state.Retrainings],
        Seconds = state.Seconds,
        Device = state.DeviceKind,
        Versions = versions,
        Methods = state.Specification.Compares ? state.Methods : [Method(state, status)],
        Fluctuation = FluctuationProjection.Of(state),
        Candidates = state.Candidates,
        Starts = state.Starts,
        Verdict = VerdictSentence.Of(state),
    };

    /// <summary>The schedules that are retrained: the chosen candidate's, those after the last outer update, or those of the best trial.</summary>
    public static KindMap<ImmutableArray<double>> LearnedSchedule(StudyRecord state) =>
        Candidates.Chosen(state)?.Schedule ?? state.Incumbent?.Schedule ?? (state.History.Count == 0 ? state.Methods.MinBy(method => method.ValidationLoss ?? double.PositiveInfinity)?.Schedule : null) ?? OuterLoop.Schedule(state.Values);

    /// <summary>The current values of fds or, for another method, those of its best trial if they have the study's windows.</summary>
    private static ImmutableArray<HyperparameterReading> Hyperparameters(StudyRecord state)
    {
        if (state.Submission is null || state.Specification.Methods.Contains(StudyMethod.Fds))
        {
            return OuterLoop.Readings(state.Specification, state.Values);
        }

        return state.Incumbent is not null && LearnedSchedule(state) is var best && state.Values.GroupBy(value => value.Kind).All(kind => best[kind.Key].Length == kind.Count())
            ? OuterLoop.Readings(state.Specification, OuterLoop.WithValues(state.Values, best))
            : [];
    }

    private static MethodResult Method(StudyRecord state, StudyStatus status)
    {
        ImmutableArray<MethodEvaluation> curve = MethodCurve.Of(state);
        (double Loss, double Accuracy, double? Prior)? best = Candidates.Chosen(state) is { } chosen ? (chosen.Losses.Average(), chosen.Accuracies.Average(), chosen.PriorLoss)
            : state.Specification.Method != StudyMethod.Fds ? state.Incumbent is { } trial ? (trial.Loss, trial.Accuracy, trial.PriorLoss) : null
            : BestStep(state) is { } step ? (step.ValidationLoss, step.ValidationAccuracy, step.PriorLoss) : null;
        return new()
        {
            Method = state.Specification.Method,
            Study = status.Name,
            State = state.State,
            Reason = state.Reason,
            ValidationLoss = best?.Loss,
            ValidationAccuracy = (best?.Accuracy).Known(),
            PriorLoss = best?.Prior,
            Schedule = best is null ? null : LearnedSchedule(state),
            Cost = state.Learning,
            Curve = curve,
            Trials = [.. state.AllTrials],
            Retrainings = [.. state.Retrainings],
        };
    }

    public static ImmutableArray<ReplicaStatus> Replicas(StudyRecord state, IReadOnlyDictionary<WorkKey, LiveRun> live, WaitReasons reasons) =>
        [.. state.Work.Select(item => Replica(item, live.GetValueOrDefault(item.Key)?.Progress, reasons))];

    public static RetrainRecord Retraining(WorkItem item) => new()
    {
        Schedule = item.Key.Kind switch
        {
            WorkKind.RetrainBest => RetrainedSchedule.Best,
            WorkKind.RetrainInitial => RetrainedSchedule.Initial,
            _ => RetrainedSchedule.Learned,
        },
        Seed = item.Key.Replica,
        State = item.State,
        TestLoss = item.Report?.Loss ?? double.NaN,
        TestAccuracy = item.Report?.Accuracy ?? double.NaN,
        PriorLoss = item.Report?.PriorLoss,
        InnerSteps = item.Report?.InnerSteps ?? 0,
        GradientSteps = item.Report?.GradientSteps ?? 0,
        Seconds = item.Report?.Seconds ?? 0,
        Reason = item.Reason,
    };

    /// <summary>Mean over the completed retrainings with the learned schedule; null before there are any, and where the task has no accuracy.</summary>
    public static double? TestAccuracy(StudyRecord state) => MeanOfLearned(state, run => run.TestAccuracy);

    /// <summary>Mean over the completed retrainings with the learned schedule; null before there are any.</summary>
    public static double? TestLoss(StudyRecord state) => MeanOfLearned(state, run => run.TestLoss);

    private static double? MeanOfLearned(StudyRecord state, Func<RetrainRecord, double> figure)
    {
        double[] figures = [.. state.Retrainings.Where(run => run is { Schedule: RetrainedSchedule.Learned, State: ReplicaState.Completed }).Select(figure)];
        return figures.Length == 0 ? null : ((double?)figures.Average()).Known();
    }

    /// <summary>The best validation accuracy that the study, or one of those that belong to it, has reached; null before there is one.</summary>
    private static double? BestAccuracy(StudyRecord state) =>
        (state.Incumbent?.Accuracy ?? BestStep(state)?.ValidationAccuracy ?? state.Members.Max(member => member.Status.BestValidationAccuracy)).Known();

    /// <summary>The best validation loss that the study, or one of those that belong to it, has reached; null before there is one.</summary>
    private static double? BestLoss(StudyRecord state) =>
        state.Incumbent?.Loss ?? BestStep(state)?.ValidationLoss ?? state.Members.Min(member => member.Status.BestValidationLoss);

    /// <summary>The schedules of the best outer step; null before the first step is done.</summary>
    public static KindMap<ImmutableArray<double>>? BestSchedule(StudyRecord state) => BestStep(state)?.Schedule;

    /// <summary>The outer step with the lowest validation loss among <see cref="SoundSteps"/>; trials are chosen in the same way.</summary>
    public static OuterStepRecord? BestStep(StudyRecord state) => state.History.MinBy(step => (Rank(step), step.ValidationLoss));

    /// <summary>
    /// The outer steps over the longest horizon, where <c>outer.epochs</c> has several, in which the fewest replicas diverged or collapsed,
    /// in their order. Losses over a shorter horizon are those of another problem. What a replica that diverged has found is no part of its
    /// step's validation loss, so that a schedule which few can train with would look as good as one with which all do.
    /// </summary>
    public static IEnumerable<OuterStepRecord> SoundSteps(StudyRecord state)
    {
        (int, int) first = state.History.Select(Rank).DefaultIfEmpty().Min();
        return state.History.Where(step => Rank(step) == first);
    }

    private static (int Horizon, int Unsound) Rank(OuterStepRecord step) => (-step.InnerSteps, Unsound(step));

    private static int Unsound(OuterStepRecord step) => step.Replicas.Count(replica => replica.State is ReplicaState.Diverged or ReplicaState.Collapsed);

    private static ReplicaStatus Replica(WorkItem item, RunProgress? progress, WaitReasons reasons) => new()
    {
        Key = item.Key,
        Attempt = item.Attempt,
        State = item.State,
        Device = item.Device,
        InnerStep = item.Report?.InnerSteps ?? progress?.InnerStep ?? 0,
        InnerSteps = item.Report?.InnerSteps ?? progress?.InnerSteps ?? 0,
        StepsPerSecond = progress?.StepsPerSecond ?? 0,
        LiveColumns = progress?.LiveColumns ?? 0,
        Loss = progress?.Loss,
        ValidationLoss = item.Report?.Loss,
        Accuracy = item.Report?.Accuracy,
        GradientSteps = item.Report?.GradientSteps ?? 0,
        Seconds = item.Report?.Seconds ?? 0,
        FirstInnerStep = item.Report?.FirstInnerStep ?? progress?.FirstInnerStep ?? 0,
        Reason = item.State != ReplicaState.Waiting ? item.Reason : item.Reason is null ? reasons.Of(item) : $"{item.Reason}; {reasons.Of(item)}",
    };

    private static string? WhyWaiting(StudyRecord state, WaitReasons reasons) =>
        state.State == StudyState.Running && state.Work.Count > 0 && state.Work.All(item => item.State == ReplicaState.Waiting) && state.Work[0].Attempt == 1
            ? reasons.Of(state.Work[0])
            : null;

    private static string? WhyPaused(StudyRecord state)
    {
        int running = state.Work.Count(item => item.State == ReplicaState.Running);
        return state.State != StudyState.Paused || running == 0
            ? state.PauseReason
            : $"{state.PauseReason}; {running} {(running == 1 ? "run stops" : "runs stop")} at the next step boundary";
    }
}
