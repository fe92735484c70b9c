using System.CommandLine;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds export: writes a study's result folder.</summary>
internal sealed class ExportCommand : StudyCommand
{
    private readonly Option<string> to = new Option<string>("--to") { Description = "Folder to write to.", Required = true }.NotEmpty("a folder");
    private readonly Option<bool> force = CommonOptions.Force();

    public ExportCommand(Terminal terminal)
        : base(terminal, "export", "Writes a study's result folder.")
    {
        Add(to);
        Add(force);
    }

    protected override async Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken)
    {
        StudyResult result = (await study.GetResult())!;
        ResultFolder folder = ResultFolder.Claim(parsed.GetRequiredValue(to), result.Submission, new(parsed.GetValue(force), Anew: false, ClaimMode.Replace));
        folder.Write(result);
        Data(parsed).Write(ResultSummary.Of(result), StudyTables.Line(status, Terminal.Time.GetUtcNow()), status.Name);
        Terminal.Say($"fds: results of {status.Name} ({status.State}) in {folder.Root}");
        return ExitCodes.Done;
    }
}
