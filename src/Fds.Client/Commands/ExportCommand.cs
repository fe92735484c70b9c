using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds export: writes a study's result folder.</summary>
internal sealed class ExportCommand : StudyCommand
{
    private readonly Option<string> to = new("--to") { Description = "The folder.", Required = true };

    public ExportCommand(Terminal terminal)
        : base(terminal, "export", "Writes a study's result folder.") => Add(to);

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyResult result = (await study.GetResult())!;
        string written = ResultFolder.Write(result, parsed.GetRequiredValue(to));
        Data(parsed).Write(ResultSummary.Of(result), StudyTables.Line(status, Terminal.Time.GetUtcNow()), status.Name);
        Terminal.Say($"fds: results of {status.Name} ({status.State}) in {written}");
        return ExitCodes.Done;
    }
}
