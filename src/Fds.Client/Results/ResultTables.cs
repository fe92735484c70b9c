using Fds.Client.Rendering;
using Fds.Contracts.Devices;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>The CSV files of a result folder, in figures that read back exactly.</summary>
internal static class ResultTables
{
    private const string Group = "group";

    public static Grid OuterSteps(StudyResult result) => new(
        [
            "outerStep", "innerSteps", "hyperparameter", "window", "value", "nextValue", "hypergradient", "standardError", "signalToNoise", "signAgreement", "stepSize", "atRange",
            "contributing", "validationLoss", "validationAccuracy", "gradientSteps", "seconds", "productsClamped", "gradientClamped", "unstable", .. OfGroups(result, Group),
        ],
        [
            .. from step in result.OuterSteps
               from reading in step.Readings
               select (IReadOnlyList<string>)
               [
                   $"{step.Index}", $"{step.InnerSteps}", reading.Kind.FieldName(), $"{reading.Window}", Words.Exact(reading.Value), Words.Exact(reading.NextValue), Words.Exact(reading.Hypergradient),
                   Words.Exact(reading.StandardError), Words.Exact(reading.SignalToNoise), Words.Exact(reading.SignAgreement), Words.Exact(reading.StepSize), reading.AtRange ? "true" : "false",
                   $"{step.Contributing}", Words.Exact(step.ValidationLoss), Words.Share(step.ValidationAccuracy), Words.Exact(step.GradientSteps), Words.Exact(step.Seconds),
                   Words.Exact(reading.ProductsClamped), Words.Exact(step.Measurements.GradientClamped), step.Unstable ?? "", .. OfGroups(result, reading.Group ?? ""),
               ],
        ]);

    /// <summary>The hypergradients of single inner steps, as means over bins, of the outer steps that keep them.</summary>
    public static Grid Sensitivity(StudyResult result) => new(
        ["outerStep", "hyperparameter", "bin", "firstStep", "lastStep", "hypergradient"],
        [
            .. from step in result.OuterSteps
               where step.Sensitivity is not null
               from kind in step.Sensitivity!.Kinds
               from span in WindowSpan.Of(step.Sensitivity![kind], step.InnerSteps)
               select (IReadOnlyList<string>)[$"{step.Index}", kind.FieldName(), $"{span.Window}", $"{span.FirstStep}", $"{span.LastStep}", Words.Exact(span.Value)],
        ]);

    /// <summary>Every method's validation results against what had been spent, and the best up to then.</summary>
    public static Grid Curves(StudyResult result) => new(
        ["study", "method", "number", "gradientSteps", "deviceSeconds", "seconds", "validationLoss", "validationAccuracy", "bestValidationLoss", "bestValidationAccuracy"],
        [
            .. from method in result.Methods
               from point in method.Curve
               select (IReadOnlyList<string>)
               [
                   method.Study, method.Method.Word(), $"{point.Number}", Words.Exact(point.Spent.GradientSteps), Words.Exact(point.Spent.DeviceSeconds), Words.Exact(point.Spent.Seconds),
                   Words.Exact(point.ValidationLoss), Words.Share(point.ValidationAccuracy), Words.Exact(point.BestLoss), Words.Share(point.BestAccuracy),
               ],
        ]);

    public static Grid Schedule(StudyResult result) => new(
        ["hyperparameter", "window", "firstStep", "lastStep", "value", .. OfGroups(result, Group)],
        [
            .. from kind in result.Learned.Kinds
               from span in WindowSpan.Of(result.Submission.Specification, result.Learned, kind, ScheduleFile.HorizonOf(result))
               select (IReadOnlyList<string>)
               [
                   kind.FieldName(), $"{span.Window}", Step(span, span.FirstStep), Step(span, span.LastStep), Words.Exact(span.Value), .. OfGroups(result, span.Group ?? ""),
               ],
        ]);

    /// <summary>What only the tables of a study with groups of parameters have.</summary>
    private static string[] OfGroups(StudyResult result, string text) => result.Submission.Specification.Groups.IsDefaultOrEmpty ? [] : [text];

    /// <summary>Of a window without any step, as before the first run has ended, nothing.</summary>
    private static string Step(WindowSpan span, int step) => span.LastStep < span.FirstStep ? "" : $"{step}";

    public static Grid Trials(StudyResult result) => new(
        ["method", "work", "outerStep", "run", "state", "innerSteps", "loss", "accuracy", "gradientSteps", "seconds", "device", "attempt", "reason"],
        [
            .. result.OuterSteps.SelectMany(step => step.Replicas).Select(Replica),
            .. result.Fluctuation is null ? [] : result.Status.Replicas.Select(Replica),
            .. result.Methods.SelectMany(method => method.Trials.Select(trial => Trial(method.Method, trial))),
            .. result.Methods.SelectMany(method => method.Retrainings.Select(run => Retraining(method.Method, run))),
        ]);

    public static Grid Retrainings(StudyResult result) => new(
        ["schedule", "seed", "state", "testLoss", "testAccuracy", "innerSteps", "gradientSteps", "seconds", "reason"],
        [
            .. result.Retrainings.Select(IReadOnlyList<string> (run) =>
            [
                run.Schedule.ToString(), $"{run.Seed}", run.State.ToString(), Words.Exact(run.TestLoss), Words.Share(run.TestAccuracy), $"{run.InnerSteps}", Words.Exact(run.GradientSteps),
                Words.Exact(run.Seconds), run.Reason ?? "",
            ]),
        ]);

    /// <summary>The schedules among which the learned one was chosen, run by run.</summary>
    public static Grid Candidates(StudyResult result) => new(
        ["candidate", "chosen", "run", "validationLoss", "validationAccuracy"],
        [
            .. from candidate in result.Candidates
               from run in Enumerable.Range(0, candidate.Losses.Length)
               select (IReadOnlyList<string>)[candidate.Name, candidate.IsChosen ? "true" : "false", $"{run}", Words.Exact(candidate.Losses[run]), Words.Share(candidate.Accuracies[run])],
        ]);

    public static Grid Fluctuation(StudyResult result) => FluctuationTables.Windows(result.Fluctuation, Words.Exact);

    public static Grid Averages(StudyResult result) => FluctuationTables.Averages(result.Fluctuation, Words.Exact);

    private static IReadOnlyList<string> Replica(ReplicaStatus replica) =>
    [
        "fds", replica.Key.Kind.ToString(), $"{replica.Key.OuterStep}", $"{replica.Key.Replica}", replica.State.ToString(), $"{replica.InnerSteps}", Words.Exact(replica.ValidationLoss),
        Words.Share(replica.Accuracy), Words.Exact(replica.GradientSteps), Words.Exact(replica.Seconds), replica.Device ?? "", $"{replica.Attempt}", replica.Reason ?? "",
    ];

    private static IReadOnlyList<string> Trial(StudyMethod method, TrialRecord trial) =>
    [
        method.Word(), nameof(WorkKind.Trial), "", $"{trial.Number}", trial.State.ToString(), $"{trial.InnerSteps}", Words.Exact(trial.ValidationLoss), Words.Share(trial.ValidationAccuracy),
        Words.Exact(trial.GradientSteps), Words.Exact(trial.Seconds), trial.Device ?? "", $"{trial.Attempt}", trial.Reason ?? "",
    ];

    private static IReadOnlyList<string> Retraining(StudyMethod method, RetrainRecord run) =>
    [
        method.Word(), $"Retrain{run.Schedule}", "", $"{run.Seed}", run.State.ToString(), $"{run.InnerSteps}", Words.Exact(run.TestLoss),
        Words.Share(run.TestAccuracy), Words.Exact(run.GradientSteps), Words.Exact(run.Seconds), "", "", run.Reason ?? "",
    ];
}
