using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Client.Results.Exports;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds export: writes a study's result folder, or its learned schedule as a file for a training program.</summary>
internal sealed class ExportCommand : ClusterCommand
{
    private const string Schedule = "schedule.json";
    private const string Formats = "pytorch, torchsharp, optax, keras, csv or json";

    private readonly Argument<string> name = new("name")
    {
        Description = "The study's name; with --as also a result folder.",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var given }] && !IsFolder(given) && StudyName.Complaint(given) is { } complaint)
                {
                    result.AddError(complaint);
                }
            },
        },
    };

    private readonly Option<string?> to = new Option<string?>("--to") { Description = "Folder to write to; with --as a file, default: standard output." }.NotEmpty("a folder");
    private readonly Option<ExportFormat?> format = new("--as")
    {
        Description = $"Writes the learned schedule for a training program instead: {Formats}.",
        CustomParser = result =>
        {
            string word = result.Tokens is [{ Value: var only }] ? only : "";
            if (Enum.TryParse(word, ignoreCase: true, out ExportFormat wanted) && Enum.IsDefined(wanted) && !char.IsAsciiDigit(word[0]))
            {
                return wanted;
            }

            result.AddError($"--as: found '{word}'; expected {Formats}.");
            return null;
        },
    };

    private readonly Option<bool> force = CommonOptions.Force();

    public ExportCommand(Terminal terminal)
        : base(terminal, "export", "Writes a study's result folder, or its learned schedule as a file for a training program.")
    {
        Add(name);
        Add(to);
        Add(format.Completing(Enum.GetNames<ExportFormat>().Select(word => word.ToLowerInvariant())));
        Add(force);
        Validators.Add(result =>
        {
            if (result.GetResult(format) is null && result.GetResult(to) is null)
            {
                result.AddError("expected --to FOLDER for the result folder, or --as FORMAT for the learned schedule.");
            }
        });
    }

    protected override async Task<int?> ExecuteHere(ParseResult parsed, CancellationToken cancellationToken)
    {
        string folder = parsed.GetRequiredValue(name);
        if (parsed.GetValue(format) is not { } wanted || !IsFolder(folder))
        {
            return null;
        }

        Terminal.Say($"fds: from the result folder {folder}");
        return Write(ExportedSchedule.Parse(await Read(folder, Schedule, cancellationToken), await Read(folder, ResultFiles.Study, cancellationToken)), wanted, parsed);
    }

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        (IStudyGrain study, StudyStatus status) = await session.RequireStudy(parsed.GetRequiredValue(name));
        StudyResult result = (await study.GetResult())!;
        if (parsed.GetValue(format) is { } wanted)
        {
            return Write(ExportedSchedule.Parse(MachineFormats.Json(ScheduleFile.Of(result)), result.Submission.File), wanted, parsed);
        }

        ResultFolder folder = ResultFolder.Claim(parsed.GetRequiredValue(to)!, result.Submission, new(parsed.GetValue(force), Anew: false, ClaimMode.Replace));
        folder.Write(result);
        Data(parsed).Write(ResultSummary.Of(result), figures => StudyTables.Line(status, Terminal.Time.GetUtcNow(), figures), status.Name);
        Terminal.Say($"fds: results of {status.Name} ({status.State}) in {folder.Root}");
        return ExitCodes.Done;
    }

    private static async Task<string> Read(string folder, string name, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, name);
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception e) when (FileFault.Is(e))
        {
            throw new ConsoleException(ExitCodes.Usage, $"{path} cannot be read: {FileFault.Reason(e, path)}.", e);
        }
    }

    private static bool IsFolder(string path) => File.Exists(Path.Combine(path, Schedule)) && File.Exists(Path.Combine(path, ResultFiles.Study));

    private int Write(ExportedSchedule schedule, ExportFormat wanted, ParseResult parsed)
    {
        if (ScheduleExport.Complaint(schedule, wanted) is { } complaint)
        {
            throw new ConsoleException(ExitCodes.Usage, complaint);
        }

        string text = ScheduleExport.Write(schedule, wanted);
        if (parsed.GetValue(to) is not { } file)
        {
            Terminal.Out.Write(text);
            return ExitCodes.Done;
        }

        NewFile.Write(file, text, parsed.GetValue(force));
        Terminal.Say($"fds: the schedule of {schedule.Study} in {file}");
        return ExitCodes.Done;
    }
}
