using System.CommandLine;
using Fds.Client.Reports;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds report: a study's result as one page for people.</summary>
internal sealed class ReportCommand : ResultCommand
{
    private readonly Option<string> to = new Option<string>("--to") { Description = "The file to write.", Required = true }.NotEmpty("a file");
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it is there." };

    public ReportCommand(Terminal terminal)
        : base(terminal, "report", "Writes a study's result as one HTML page, which opens without a network and can be mailed; also while the study runs. Example: fds report mnist-lenet --to report.html")
    {
        Add(to);
        Add(force);
    }

    protected override int Show(StudyResult result, ParseResult parsed)
    {
        string file = parsed.GetRequiredValue(to);
        NewFile.Write(file, Report.Of(result), parsed.GetValue(force));
        Terminal.Say($"fds: the report on {result.Status.Name} ({result.Status.State}) in {file}");
        return ExitCodes.Done;
    }
}
