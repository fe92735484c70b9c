using Fds.Client.Rendering;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>The tables of a result folder: its CSV files in figures that read back exactly, and the same for people.</summary>
internal static class ResultTables
{
    private const string Group = "group";

    public static Grid OuterSteps(StudyResult result, TableFigures figures) => new(
        [
            "outerStep", "innerSteps", "hyperparameter", "window", "value", "nextValue", .. figures.Headings("hypergradient", "standardError"), "signalToNoise", "signAgreement", "stepSize", "atRange",
            "contributing", "validationLoss", "validationAccuracy", "gradientSteps", figures.Choose("seconds", "time"), "productsClamped", "gradientClamped", "unstable", .. OfGroups(result, Group),
        ],
        [
            .. from step in result.OuterSteps
               from reading in step.Readings
               select (IReadOnlyList<string>)
               [
                   $"{step.Index}", $"{step.InnerSteps}", reading.Kind.FieldName(), $"{reading.Window}", figures.Exact(reading.Value), figures.Exact(reading.NextValue), .. figures.ExactWithError(reading.Hypergradient, reading.StandardError),
                   figures.Exact(reading.SignalToNoise), figures.Exact(reading.SignAgreement), figures.Exact(reading.StepSize), reading.AtRange ? "true" : "false",
                   $"{step.Contributing}", figures.Exact(step.ValidationLoss), figures.Share(step.ValidationAccuracy), figures.Exact(step.GradientSteps), figures.ExactTime(step.Seconds),
                   figures.Exact(reading.ProductsClamped), figures.Exact(step.Measurements.GradientClamped), step.Unstable ?? "", .. OfGroups(result, reading.Group ?? ""),
               ],
        ]);

    /// <summary>The hypergradients of single inner steps, as means over bins, of the outer steps that keep them.</summary>
    public static Grid Sensitivity(StudyResult result, TableFigures figures) => new(
        ["outerStep", "hyperparameter", "bin", "firstStep", "lastStep", "hypergradient"],
        [
            .. from step in result.OuterSteps
               where step.Sensitivity is not null
               from kind in step.Sensitivity!.Kinds
               from span in WindowSpan.Of(step.Sensitivity![kind], step.InnerSteps)
               select (IReadOnlyList<string>)[$"{step.Index}", kind.FieldName(), $"{span.Window}", $"{span.FirstStep}", $"{span.LastStep}", figures.Exact(span.Value)],
        ]);

    /// <summary>Every method's validation results against what had been spent, and the best up to then.</summary>
    public static Grid Curves(StudyResult result, TableFigures figures) => new(
        ["study", "method", "number", "gradientSteps", figures.Choose("deviceSeconds", "device time"), figures.Choose("seconds", "time"), "validationLoss", "validationAccuracy", "bestValidationLoss", "bestValidationAccuracy"],
        [
            .. from method in result.Methods
               from point in method.Curve
               select (IReadOnlyList<string>)
               [
                   method.Study, method.Method.Word(), $"{point.Number}", figures.Exact(point.Spent.GradientSteps), figures.ExactTime(point.Spent.DeviceSeconds), figures.ExactTime(point.Spent.Seconds),
                   figures.Exact(point.ValidationLoss), figures.Share(point.ValidationAccuracy), figures.Exact(point.BestLoss), figures.Share(point.BestAccuracy),
               ],
        ]);

    public static Grid Schedule(StudyResult result, TableFigures figures) => new(
        ["hyperparameter", "window", "firstStep", "lastStep", "value", .. OfGroups(result, Group)],
        [
            .. from kind in result.Learned.Kinds
               from span in WindowSpan.Of(result.Submission.Specification, result.Learned, kind, ScheduleFile.HorizonOf(result))
               select (IReadOnlyList<string>)
               [
                   kind.FieldName(), $"{span.Window}", Step(span, span.FirstStep), Step(span, span.LastStep), figures.Exact(span.Value), .. OfGroups(result, span.Group ?? ""),
               ],
        ]);

    /// <summary>What only the tables of a study with groups of parameters have.</summary>
    private static string[] OfGroups(StudyResult result, string text) => result.Submission.Specification.Groups.IsDefaultOrEmpty ? [] : [text];

    /// <summary>Of a window without any step, as before the first run has ended, nothing.</summary>
    private static string Step(WindowSpan span, int step) => span.LastStep < span.FirstStep ? "" : $"{step}";

    public static Grid Trials(StudyResult result, TableFigures figures) => new(
        ["method", "work", "outerStep", "run", "state", "innerSteps", "loss", "accuracy", "gradientSteps", figures.Choose("seconds", "time"), "device", "attempt", "reason"],
        [
            .. result.OuterSteps.SelectMany(step => step.Replicas).Select(replica => Replica(replica, figures)),
            .. result.Fluctuation is null ? [] : result.Status.Replicas.Select(replica => Replica(replica, figures)),
            .. result.Methods.SelectMany(method => method.Trials.Select(trial => Trial(method.Method, trial, figures))),
            .. result.Methods.SelectMany(method => method.Retrainings.Select(run => Retraining(method.Method, run, figures))),
        ]);

    public static Grid Retrainings(StudyResult result, TableFigures figures) => new(
        ["schedule", "seed", "state", "testLoss", "testAccuracy", "innerSteps", "gradientSteps", figures.Choose("seconds", "time"), "reason"],
        [
            .. result.Retrainings.Select(IReadOnlyList<string> (run) =>
            [
                run.Schedule.ToString(), $"{run.Seed}", run.State.ToString(), figures.Exact(run.TestLoss), figures.Share(run.TestAccuracy), $"{run.InnerSteps}", figures.Exact(run.GradientSteps),
                figures.ExactTime(run.Seconds), run.Reason ?? "",
            ]),
        ]);

    /// <summary>The schedules among which the learned one was chosen, run by run.</summary>
    public static Grid Candidates(StudyResult result, TableFigures figures) => new(
        ["candidate", "chosen", "run", "validationLoss", "validationAccuracy"],
        [
            .. from candidate in result.Candidates
               from run in Enumerable.Range(0, candidate.Losses.Length)
               select (IReadOnlyList<string>)[candidate.Name, candidate.IsChosen ? "true" : "false", $"{run}", figures.Exact(candidate.Losses[run]), figures.Share(candidate.Accuracies[run])],
        ]);

    public static Grid Fluctuation(StudyResult result, TableFigures figures) => FluctuationTables.Windows(result.Fluctuation, figures);

    public static Grid Averages(StudyResult result, TableFigures figures) => FluctuationTables.Averages(result.Fluctuation, figures);

    private static IReadOnlyList<string> Replica(ReplicaStatus replica, TableFigures figures) =>
    [
        "fds", replica.Key.Kind.ToString(), $"{replica.Key.OuterStep}", $"{replica.Key.Replica}", replica.State.ToString(), $"{replica.InnerSteps}", figures.Exact(replica.ValidationLoss),
        figures.Share(replica.Accuracy), figures.Exact(replica.GradientSteps), figures.ExactTime(replica.Seconds), replica.Device ?? "", $"{replica.Attempt}", replica.Reason ?? "",
    ];

    private static IReadOnlyList<string> Trial(StudyMethod method, TrialRecord trial, TableFigures figures) =>
    [
        method.Word(), nameof(WorkKind.Trial), "", $"{trial.Number}", trial.State.ToString(), $"{trial.InnerSteps}", figures.Exact(trial.ValidationLoss), figures.Share(trial.ValidationAccuracy),
        figures.Exact(trial.GradientSteps), figures.ExactTime(trial.Seconds), trial.Device ?? "", $"{trial.Attempt}", trial.Reason ?? "",
    ];

    private static IReadOnlyList<string> Retraining(StudyMethod method, RetrainRecord run, TableFigures figures) =>
    [
        method.Word(), $"Retrain{run.Schedule}", "", $"{run.Seed}", run.State.ToString(), $"{run.InnerSteps}", figures.Exact(run.TestLoss),
        figures.Share(run.TestAccuracy), figures.Exact(run.GradientSteps), figures.ExactTime(run.Seconds), "", "", run.Reason ?? "",
    ];
}
