using System.Collections.Immutable;
using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Local;
using Fds.Client.Rendering;
using Fds.Client.StudyFiles;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds validate: checks a study file and prints the plan.</summary>
internal sealed class ValidateCommand : Command
{
    private readonly Terminal terminal;
    private readonly Option<string> file = CommonOptions.StudyFile();
    private readonly Option<string?> data = CommonOptions.Data();
    private readonly Option<string?> cluster = new("--cluster") { Description = "Plan with the devices and data of this cluster, HOST:PORT or several of its silos separated by commas, instead of this machine's." };
    private readonly TlsCommandOptions tls = new();
    private readonly Option<bool> fileOnly = new("--file-only") { Description = "Only check the file." };
    private readonly Option<OutputFormat> output = CommonOptions.Output();

    public ValidateCommand(Terminal terminal)
        : base("validate", "Checks a study file and prints the plan: horizon, columns, bytes of tangents, gradient steps, expected time.")
    {
        this.terminal = terminal;
        Add(file);
        Add(data);
        Add(cluster);
        tls.AddTo(this);
        Add(fileOnly);
        Add(output);
        Validators.Add(result =>
        {
            if (result.GetResult(cluster) is not null && result.GetResult(data) is not null)
            {
                result.AddError("--data: cannot be combined with --cluster, because a cluster has its own data.");
            }
        });
        SetAction(Execute);
    }

    private async Task<int> Execute(ParseResult parsed, CancellationToken cancellationToken)
    {
        string path = parsed.GetRequiredValue(file);
        StudySubmission submission = await StudyFileSource.Read(path, terminal, cancellationToken);
        terminal.Say($"fds: {StudyFileSource.Name(path)} is a valid study");
        ImmutableArray<StudyWarning> warnings = StudyWarnings.Of(submission.Specification);
        if (parsed.GetValue(fileOnly))
        {
            terminal.Warn(warnings);
            if (parsed.GetValue(output) is OutputFormat.Json or OutputFormat.Yaml)
            {
                new DataWriter(terminal.Out, parsed.GetValue(output)).Write(new FileCheck(submission.Specification.Name, warnings), _ => new([], []));
            }

            return ExitCodes.Done;
        }

        ClusterAddress? named = parsed.GetValue(cluster) is { } address ? ClusterAddress.Resolve(address) : null;
        StudyPlan? plan = await new PlanSource(terminal, SiloProgram.TryFind).Plan(
            submission.Specification, path, parsed.GetValue(data), named, asked => asked with { Certificates = tls.Resolve(parsed) }, cancellationToken);
        if (plan is null)
        {
            terminal.Warn(warnings);
            throw new ConsoleException(
                ExitCodes.Unreachable, "there is no plan: planning needs the program fds-silo on this machine (FDS_SILO can name it) or a cluster (--cluster can name it). With --file-only, only the file is checked.");
        }

        plan = plan with { Warnings = [.. warnings.Union(plan.Warnings)] };
        terminal.Warn(plan.Warnings);
        new DataWriter(terminal.Out, parsed.GetValue(output)).Write(plan, figures => PlanTable.Of(plan, figures), submission.Specification.Name);
        return ExitCodes.Done;
    }
}
