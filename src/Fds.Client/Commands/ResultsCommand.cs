using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds results: what a study learned.</summary>
internal sealed class ResultsCommand : StudyCommand
{
    private static readonly Dictionary<string, Func<StudyResult, Grid>> Tables = new()
    {
        ["curves"] = ResultTables.Curves,
        ["outer-steps"] = ResultTables.OuterSteps,
        ["schedule"] = ResultTables.Schedule,
        ["trials"] = ResultTables.Trials,
        ["retrain"] = ResultTables.Retrainings,
    };

    private readonly Option<string?> table = new("--table") { Description = $"Which table: {string.Join(", ", Tables.Keys)}; -o csv without it gives the curves." };

    public ResultsCommand(Terminal terminal)
        : base(terminal, "results", "Shows what a study learned: schedules, accuracy, cost; with -o csv every method's curve of validation results against cost.")
    {
        table.AcceptOnlyFromAmong([.. Tables.Keys]);
        Add(table);
    }

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyResult result = (await study.GetResult())!;
        string? asked = parsed.GetValue(table);
        if (asked is null && Format(parsed) is OutputFormat.Table or OutputFormat.Wide)
        {
            StudyTables.Methods(result).WriteTable(Terminal.Out);
            Terminal.Out.WriteLine();
            ResultTables.Schedule(result).WriteTable(Terminal.Out);
        }
        else
        {
            Data(parsed).Write(ResultSummary.Of(result), Tables[asked ?? "curves"](result), status.Name);
        }

        return ExitCodes.Done;
    }
}
