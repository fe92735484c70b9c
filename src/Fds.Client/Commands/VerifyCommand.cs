using System.CommandLine;
using Fds.Client.Local;
using Fds.Client.Rendering;
using Fds.Client.StudyFiles;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Contracts.Verification;

namespace Fds.Client.Commands;

/// <summary>fds verify: whether a study's hypergradients are derivatives, on its own model and data.</summary>
internal sealed class VerifyCommand : Command
{
    private const int MostSteps = 1000;
    private static readonly TimeSpan UsualLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(1);

    private readonly Terminal terminal;
    private readonly Option<string> file = CommonOptions.StudyFile();
    private readonly Option<string?> data = CommonOptions.Data();
    private readonly Option<OutputFormat> output = CommonOptions.Output();

    private readonly Option<int?> steps = new("--steps")
    {
        Description = "Inner steps of the compared runs, at least one for each window; default: about 10. Training over long runs is chaotic, so no two ways of computing agree there.",
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out int count) && count is >= 1 and <= MostSteps)
            {
                return count;
            }

            result.AddError($"--steps: found '{result.Tokens[0].Value}'; expected a whole number from 1 to {MostSteps}.");
            return null;
        },
    };

    private readonly Option<TimeSpan> limit = new("--limit")
    {
        Description = "Time after which no further value is compared, e.g. 90s, 30m, 2h; default: 10m.",
        DefaultValueFactory = _ => UsualLimit,
        CustomParser = result =>
        {
            if (Durations.TryParse(result.Tokens[0].Value, out TimeSpan span) && span <= LongestLimit)
            {
                return span;
            }

            result.AddError($"--limit: found '{result.Tokens[0].Value}'; expected a time such as 90s, 30m or 2h, at most {LongestLimit.TotalDays:G} day.");
            return default;
        },
    };

    public VerifyCommand(Terminal terminal)
        : base(
            "verify",
            "Computes a study's hypergradients over a short run by forward mode, reverse mode and central differences, on this machine, and says whether they can be trusted. "
            + "The exit code is 0 if they can, 5 if not, 4 if the time was too short.")
    {
        this.terminal = terminal;
        Add(file);
        Add(data);
        Add(steps);
        Add(limit);
        Add(output);
        SetAction(Execute);
    }

    private async Task<int> Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        string path = parsed.GetRequiredValue(file);
        StudySubmission submission = await StudyFileSource.Read(path, terminal, cancellationToken);
        StudySpecification study = OwnFiles.Beside(submission.Specification, path);
        Require(study, parsed.GetValue(steps));
        terminal.Warn(StudyWarnings.Of(study));
        VerificationRequest request = new() { Study = study, Steps = parsed.GetValue(steps), Limit = parsed.GetValue(limit) };
        VerificationReport report = await new LocalVerification(terminal).Run(request, parsed.GetValue(data), cancellationToken);
        VerificationTables.Write(report, terminal.Out, parsed.GetValue(output));
        foreach (string remark in report.Remarks)
        {
            terminal.Say($"fds: {remark}");
        }

        if (parsed.GetValue(output) is not (OutputFormat.Table or OutputFormat.Wide))
        {
            // A table ends with it.
            terminal.Say($"fds: {report.Verdict}");
        }

        return report.Outcome switch
        {
            VerificationOutcome.Trustworthy => ExitCodes.Done,
            VerificationOutcome.OutOfTime => ExitCodes.TimedOut,
            _ => ExitCodes.Untrustworthy,
        };
    }

    private static void Require(StudySpecification study, int? steps)
    {
        HyperparameterKind most = study.Kinds.MaxBy(kind => study.Hyperparameters[kind].Windows);
        int windows = study.Hyperparameters[most].Windows;
        if (steps < windows)
        {
            throw new ConsoleException(ExitCodes.Usage, $"--steps: found '{steps}'; expected at least {windows}, because hyperparameters.{most.FieldName()} has {windows} windows.");
        }
    }
}
