using System.Collections.Immutable;
using System.Text.Json;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Results;

/// <summary>Reads a result folder back, as far as its files tell what a study found.</summary>
internal sealed class ResultReader
{
    private const string ScheduleName = "schedule.json";
    private readonly string folder;
    private readonly StudySubmission submission;
    private readonly ResultSummary summary;
    private readonly RunRows runs;

    private ResultReader(string folder)
    {
        this.folder = folder;
        submission = Submission(File.ReadAllText(Path.Combine(folder, ResultFiles.Study)));
        summary = Rendering.MachineFormats.Parse<ResultSummary>(File.ReadAllText(Path.Combine(folder, ResultFiles.Summary)))!;
        runs = new(ResultRows.Read(Path.Combine(folder, "trials.csv")), summary.Study);
    }

    private StudySpecification Study => submission.Specification;

    /// <summary>Whether a path is a folder with results.</summary>
    public static bool IsFolder(string path) => File.Exists(Path.Combine(path, ResultFiles.Summary)) && File.Exists(Path.Combine(path, ResultFiles.Study));

    /// <summary>The result.</summary>
    /// <exception cref="ConsoleException">The folder's files cannot be read, or are not those of a study.</exception>
    public static StudyResult Read(string folder)
    {
        try
        {
            return new ResultReader(folder).Result();
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"the result folder '{folder}' cannot be read: {FileFault.Reason(e, folder)}.", e);
        }
        catch (Exception e) when (e is JsonException or FormatException or CsvHelper.CsvHelperException or InvalidOperationException)
        {
            throw new ConsoleException(ExitCodes.Usage, $"the result folder '{folder}' does not hold what fds wrote: {e.Message}", e);
        }
    }

    private static StudySubmission Submission(string file) => StudyFileReader.Read(file, ResultFiles.Study) is { Specification: { } study }
        ? new() { Specification = study, File = file }
        : throw new ConsoleException(ExitCodes.Usage, $"{ResultFiles.Study} of the result folder is not a valid study: fds validate --file-only says why.");

    private StudyResult Result()
    {
        ImmutableArray<OuterStepRecord> steps = new OuterStepRows(folder, Study, runs).Read();
        return new()
        {
            Submission = submission,
            Status = Status(),
            OuterSteps = steps,
            Learned = Rendering.MachineFormats.Parse<ScheduleWindows>(File.ReadAllText(Path.Combine(folder, ScheduleName)))!.Windows,
            BestOuterStep = summary.BestOuterStep,
            Best = steps.FirstOrDefault(step => step.Index == summary.BestOuterStep)?.Schedule,
            Retrainings = [.. runs.Retrainings(Study.Compares ? StudyMethod.Fds : Study.Method)],
            Seconds = summary.Seconds,
            Device = summary.Device,
            Versions = summary.Versions,
            Methods = [.. Study.Methods.Select(Method)],
            Fluctuation = summary.Fluctuation,
            Candidates = [.. summary.Candidates],
            Starts = [.. summary.Starts],
            Verdict = summary.Verdict,
        };
    }

    private StudyStatus Status() => new()
    {
        Name = summary.Study,
        State = ResultRows.Word<StudyState>(summary.State),
        Phase = StudyPhase.Finished,
        Reason = summary.Reason,
        OuterStep = summary.OuterSteps,
        OuterSteps = Study.Outer.Steps,
        SubmittedAt = summary.SubmittedAt ?? default,
        UpdatedAt = summary.UpdatedAt ?? default,
        Hyperparameters = [],
        Replicas = [.. runs.Measured()],
        BestOuterStep = summary.BestOuterStep,
        GradientSteps = summary.GradientSteps,
        Members = summary.Members,
        Methods = Study.Methods,
        FluctuationRuns = Study.Fluctuation?.Runs,
        Learning = Cost(summary.Methods.Count > 0 ? summary.Methods[0] : null, []),
        Data = summary.Data,
        Hypergradients = summary.Hypergradients,
    };

    private MethodResult Method(StudyMethod method)
    {
        MethodLine? line = summary.Methods.FirstOrDefault(each => each.Name == method.Word());
        IReadOnlyDictionary<string, string>[] curve = [.. ResultRows.Read(Path.Combine(folder, "curves.csv")).Where(row => row.Text("method") == method.Word())];
        return new()
        {
            Method = method,
            Study = curve.Length > 0 ? curve[0].Text("study") : summary.Study,
            State = ResultRows.Word<StudyState>(summary.State),
            ValidationLoss = line?.ValidationLoss,
            ValidationAccuracy = line?.ValidationAccuracy,
            PriorLoss = line?.PriorLoss,
            Schedule = line?.Schedule,
            Cost = Cost(line, curve),
            Curve = [.. curve.Select(Point)],
            Trials = [.. runs.Trials(method)],
            Retrainings = [.. runs.Retrainings(method)],
        };
    }

    private static MethodCost Cost(MethodLine? line, IReadOnlyDictionary<string, string>[] curve) =>
        new() { GradientSteps = line?.GradientSteps ?? 0, Seconds = line?.Seconds ?? 0, DeviceSeconds = curve.Length > 0 ? curve.Max(row => row.Number("deviceSeconds")) ?? 0 : 0 };

    private static MethodEvaluation Point(IReadOnlyDictionary<string, string> row) => new()
    {
        Number = row.Whole("number"),
        Spent = new() { GradientSteps = row.Number("gradientSteps") ?? 0, DeviceSeconds = row.Number("deviceSeconds") ?? 0, Seconds = row.Number("seconds") ?? 0 },
        ValidationLoss = row.Number("validationLoss") ?? double.NaN,
        ValidationAccuracy = row.Number("validationAccuracy") ?? double.NaN,
        BestLoss = row.Number("bestValidationLoss") ?? double.NaN,
        BestAccuracy = row.Number("bestValidationAccuracy") ?? double.NaN,
    };
}
