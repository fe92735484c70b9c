using System.Collections.Immutable;
using Fds.Contracts.Catalogue;
using Fds.Contracts.Studies;

namespace Fds.Client.Rendering;

/// <summary>Studies as tables.</summary>
internal static class StudyTables
{
    public static Grid List(IEnumerable<StudySummary> studies, bool wide, DateTimeOffset now, TableFigures figures) => new(
        ["name", "state", "outer step", "best validation", "test accuracy", "age", "method", "trials", .. wide ? ["submitted", "updated"] : Array.Empty<string>()],
        [
            .. studies.Select(IReadOnlyList<string> (study) =>
            [
                study.Name, study.State.ToString(), study.FluctuationRuns is null && study.Methods.Contains(StudyMethod.Fds) ? $"{study.OuterStep}/{study.OuterSteps}" : "-", Merit(study.BestValidationAccuracy, study.BestValidationLoss, figures), Merit(study.TestAccuracy, study.TestLoss, figures), Words.Span(study.SubmittedAt == default ? null : now - study.SubmittedAt), study.FluctuationRuns is null ? Method(study.Methods) : "fluctuation", study.Trials > 0 ? figures.Whole(study.Trials) : "-",
                .. wide ? [Words.Time(study.SubmittedAt), Words.Time(study.UpdatedAt)] : Array.Empty<string>(),
            ]),
        ]);

    /// <summary>One study as a line of the list.</summary>
    public static Grid Line(StudyStatus status, DateTimeOffset now, TableFigures figures) => List(
        [
            new()
            {
                Name = status.Name,
                State = status.State,
                OuterStep = status.OuterStep,
                OuterSteps = status.OuterSteps,
                BestValidationAccuracy = status.BestValidationAccuracy,
                BestValidationLoss = status.BestValidationLoss,
                TestAccuracy = status.TestAccuracy,
                TestLoss = status.TestLoss,
                Methods = status.Methods,
                Trials = status.Trials,
                FluctuationRuns = status.FluctuationRuns,
                SubmittedAt = status.SubmittedAt,
                UpdatedAt = status.UpdatedAt,
            },
        ],
        wide: false,
        now,
        figures);

    private static string Merit(double? accuracy, double? loss, TableFigures figures) => Words.Merit(accuracy, loss, figures.Number);

    private static string Method(IReadOnlyList<StudyMethod> methods) => methods is [var only] ? only.Word() : $"{methods.Count} methods";

    public static Grid Hyperparameters(StudyStatus status, TableFigures figures) => new(
        ["hyperparameter", .. OfGroups(status, "group"), "window", "value", .. figures.Headings("hypergradient", "standard error"), "signal/noise", "sign agreement", "step", ""],
        [
            .. status.Hyperparameters.Select(IReadOnlyList<string> (value) =>
            {
                HyperparameterReading? last = status.LastStep.FirstOrDefault(reading => reading.Kind == value.Kind && reading.Group == value.Group && reading.Window == value.Window);
                return
                [
                    value.Kind.FieldName(), .. OfGroups(status, value.Group ?? "all"), value.Window.ToString(), figures.Number(value.Value), .. figures.WithError(last?.Hypergradient, last?.StandardError),
                    figures.Number(last?.SignalToNoise), Words.Percent(last?.SignAgreement), figures.Number(value.StepSize), Held(value.AtRange, last?.ProductsClamped),
                ];
            }),
        ]);

    /// <summary>What only the table of a study with groups of parameters has.</summary>
    private static string[] OfGroups(StudyStatus status, string text) => status.Hyperparameters.Any(value => value.Group is not null) ? [text] : [];

    /// <summary>What was held back: the value by its range, its Hessian products by their clamp.</summary>
    private static string Held(bool atRange, double? clamped) =>
        string.Join(", ", new[] { atRange ? "at range" : "", clamped > 0 ? $"{Words.Percent(clamped)} clamped" : "" }.Where(part => part.Length > 0));

    /// <summary>The work to show where there is little room: all of it, and of the many runs of a measurement or of a choice among schedules those that run.</summary>
    public static ImmutableArray<ReplicaStatus> AtHand(StudyStatus status) =>
        status.FluctuationRuns is null && status.Phase is not (StudyPhase.Starting or StudyPhase.Confirming) ? status.Replicas : [.. status.Replicas.Where(run => run.State == ReplicaState.Running)];

    public static Grid Replicas(IEnumerable<ReplicaStatus> replicas, TableFigures figures) => new(
        ["work", "state", "device", "attempt", "inner step", "from", "steps/s", "columns", "loss", "accuracy", "reason"],
        [
            .. replicas.Select(IReadOnlyList<string> (replica) =>
            [
                Words.Work(replica.Key), replica.State.ToString(), replica.Device ?? "-", replica.Attempt.ToString(), $"{replica.InnerStep}/{replica.InnerSteps}",
                replica.FirstInnerStep.ToString(), figures.Number(replica.StepsPerSecond), replica.LiveColumns.ToString(), figures.Number(replica.Loss), Words.Percent(replica.Accuracy), replica.Reason ?? "",
            ]),
        ]);

    public static Grid Members(StudyStatus status, TableFigures figures) => new(
        ["member", "generation", "study", "method", "state", "outer steps", "trials", "best loss", "best validation", "gradient steps"],
        [
            .. status.Members.Select(IReadOnlyList<string> (member) =>
            [
                member.Member.ToString(), member.Generation.ToString(), member.Study, member.Method.Word(), member.State == StudyState.None ? "waiting" : member.State.ToString(),
                member.OuterStep.ToString(), figures.Whole(member.Trials), figures.Number(member.BestValidationLoss), Words.Percent(member.BestValidationAccuracy), figures.Number(member.GradientSteps),
            ]),
        ]);

    public static Grid Methods(StudyResult result, TableFigures figures)
    {
        JudgedColumns judged = JudgedColumns.Of(TestMeasure.Of(result), figures);
        return new(
            ["method", "schedule", .. judged.Headings, "gradient steps", figures.Choose("seconds", "time")],
            [
                .. Results.MethodSummary.Of(result).Select(IReadOnlyList<string> (method) =>
                [
                    method.Name, method.ScheduleName, .. judged.Cells(method.ValidationLoss, method.ValidationAccuracy, method.Test, method.TestLoss),
                    figures.Number(method.Cost.GradientSteps), figures.Time(method.Cost.Seconds),
                ]),
            ]);
    }
}
