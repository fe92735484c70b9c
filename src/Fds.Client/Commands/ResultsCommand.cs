using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds results: what a study learned or measured.</summary>
internal sealed class ResultsCommand : StudyCommand
{
    private static readonly Dictionary<string, Func<StudyResult, TableFigures, Grid>> Tables = new()
    {
        ["curves"] = ResultTables.Curves,
        ["outer-steps"] = ResultTables.OuterSteps,
        ["sensitivity"] = ResultTables.Sensitivity,
        ["schedule"] = ResultTables.Schedule,
        ["trials"] = ResultTables.Trials,
        ["candidates"] = ResultTables.Candidates,
        ["retrain"] = ResultTables.Retrainings,
        ["fluctuation"] = ResultTables.Fluctuation,
        ["averages"] = ResultTables.Averages,
    };

    private readonly Option<string?> table = new("--table") { HelpName = "table", Description = $"Which table: {string.Join(", ", Tables.Keys)}; without this option -o csv writes curves, or fluctuation for a study that measures it." };

    public ResultsCommand(Terminal terminal)
        : base(terminal, "results", "Shows what a study learned or measured: schedules, accuracy, cost; with -o csv every method's curve of validation results against cost.")
    {
        table.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !Tables.ContainsKey(word))
            {
                result.AddError($"--table: found '{word}'; expected one of {string.Join(", ", Tables.Keys)}.{NearestName.Hint(word, Tables.Keys)}");
            }
        });
        table.Completing(Tables.Keys);
        Add(table);
        WriteOnlyIn([OutputFormat.Table, OutputFormat.Wide, OutputFormat.Csv], result => result.GetResult(table) is not null, "with --table");
    }

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyResult result = (await study.GetResult())!;
        string? asked = parsed.GetValue(table);
        if (asked is null && Format(parsed) is OutputFormat.Table or OutputFormat.Wide)
        {
            Show(result);
            Endings.Explain(Terminal, status);
        }
        else
        {
            Func<StudyResult, TableFigures, Grid> grid = Tables[asked ?? (result.Fluctuation is null ? "curves" : "fluctuation")];
            Data(parsed).Write(ResultSummary.Of(result), figures => figures == TableFigures.People ? grid(result, figures).Dashed() : grid(result, figures), status.Name);
        }

        return ExitCodes.Done;
    }

    private void Show(StudyResult result)
    {
        if (result.Fluctuation is { } measured)
        {
            FluctuationTables.Write(measured, Terminal.Out);
            return;
        }

        StudyTables.Methods(result, TableFigures.People).WriteTable(Terminal.Out);
        Terminal.Out.WriteLine();
        ResultTables.Schedule(result, TableFigures.People).Dashed().WriteTable(Terminal.Out);
        if (result.Verdict is { } verdict)
        {
            Terminal.Out.WriteLine();
            Terminal.Out.WriteLine(verdict);
        }
    }
}
