using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds results: what a study learned.</summary>
internal sealed class ResultsCommand(Terminal terminal) : StudyCommand(terminal, "results", "Shows what a study learned: schedules, accuracy, cost; with -o csv its outer steps.")
{
    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyResult result = (await study.GetResult())!;
        OutputFormat format = Format(parsed);
        if (format is OutputFormat.Table or OutputFormat.Wide)
        {
            StudyTables.Methods(result).WriteTable(Terminal.Out);
            Terminal.Out.WriteLine();
            ResultTables.Schedule(result).WriteTable(Terminal.Out);
        }
        else
        {
            Data(parsed).Write(ResultSummary.Of(result), ResultTables.OuterSteps(result), status.Name);
        }

        return ExitCodes.Done;
    }
}
