using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>The files of a result folder.</summary>
internal static class ResultFiles
{
    /// <summary>The summary, which is there only beside all the others: it goes first and comes last.</summary>
    public const string Summary = "result.json";

    /// <summary>The study file as run.</summary>
    public const string Study = "study.yaml";

    /// <summary>The page for people.</summary>
    public const string Report = "report.html";

    /// <summary>Every name that a result folder can have.</summary>
    public static readonly IReadOnlyList<string> Names =
        [Study, "outer-steps.csv", "sensitivity.csv", "schedule.csv", "schedule.json", "trials.csv", "curves.csv", "candidates.csv", "retrain.csv", "fluctuation.csv", "averages.csv", Report, Summary];

    /// <summary>The content of every file, by its name.</summary>
    public static IReadOnlyList<(string Name, string Content)> Of(StudyResult result) =>
    [
        (Study, result.Submission.File),
        ("outer-steps.csv", Csv(ResultTables.OuterSteps(result, TableFigures.Files))),
        .. result.OuterSteps.Any(step => step.Sensitivity is not null) ? (IEnumerable<(string, string)>)[("sensitivity.csv", Csv(ResultTables.Sensitivity(result, TableFigures.Files)))] : [],
        ("schedule.csv", Csv(ResultTables.Schedule(result, TableFigures.Files))),
        ("schedule.json", MachineFormats.Json(ScheduleFile.Of(result)) + "\n"),
        ("trials.csv", Csv(ResultTables.Trials(result, TableFigures.Files))),
        ("curves.csv", Csv(ResultTables.Curves(result, TableFigures.Files))),
        .. result.Candidates.IsEmpty ? [] : (IEnumerable<(string, string)>)[("candidates.csv", Csv(ResultTables.Candidates(result, TableFigures.Files)))],
        ("retrain.csv", Csv(ResultTables.Retrainings(result, TableFigures.Files))),
        .. result.Fluctuation is null
            ? []
            : (IEnumerable<(string, string)>)[("fluctuation.csv", Csv(ResultTables.Fluctuation(result, TableFigures.Files))), ("averages.csv", Csv(ResultTables.Averages(result, TableFigures.Files)))],
        (Report, Reports.Report.Of(result)),
        (Summary, MachineFormats.Json(ResultSummary.Of(result)) + "\n"),
    ];

    private static string Csv(Grid grid)
    {
        using StringWriter writer = new();
        grid.WriteCsv(writer);
        return writer.ToString();
    }
}
