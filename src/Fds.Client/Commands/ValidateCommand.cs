using System.Collections.Immutable;
using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Local;
using Fds.Client.Rendering;
using Fds.Client.StudyFiles;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Transport.Certificates;

namespace Fds.Client.Commands;

/// <summary>fds validate: checks a study file and prints the plan.</summary>
internal sealed class ValidateCommand : Command
{
    public ValidateCommand(Terminal terminal)
        : base("validate", "Checks a study file and prints the plan: horizon, columns, bytes of tangents, gradient steps, expected time.")
    {
        Option<string> file = CommonOptions.StudyFile();
        Option<string?> data = CommonOptions.Data();
        Option<string?> cluster = new("--cluster") { Description = "Plan with the devices and data of this cluster, HOST:PORT or several of its silos with commas between, instead of this machine's." };
        TlsCommandOptions tls = new();
        Option<bool> fileOnly = new("--file-only") { Description = "Only check the file." };
        Option<OutputFormat> output = CommonOptions.Output();
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
                result.AddError("--data: expected without --cluster, as a cluster has data of its own.");
            }
        });
        SetAction(async (parsed, cancellationToken) =>
        {
            StudySubmission submission = StudyFileSource.Read(parsed.GetRequiredValue(file));
            terminal.Say($"fds: {parsed.GetRequiredValue(file)} is a valid study");
            ImmutableArray<StudyWarning> warnings = StudyWarnings.Of(submission.Specification);
            if (parsed.GetValue(fileOnly))
            {
                terminal.Warn(warnings);
                if (parsed.GetValue(output) is OutputFormat.Json or OutputFormat.Yaml)
                {
                    new DataWriter(terminal.Out, parsed.GetValue(output)).Write(new FileCheck(submission.Specification.Name, warnings), new([], []));
                }

                return ExitCodes.Done;
            }

            StudyPlan plan = await Plan(terminal.Time, submission.Specification, parsed.GetValue(data), Cluster(parsed.GetValue(cluster), tls.Resolve(parsed)), cancellationToken);
            plan = plan with { Warnings = [.. warnings.Union(plan.Warnings)] };
            terminal.Warn(plan.Warnings);
            new DataWriter(terminal.Out, parsed.GetValue(output)).Write(plan, PlanTable.Of(plan), submission.Specification.Name);
            return ExitCodes.Done;
        });
    }

    /// <summary>The cluster that is asked for the plan; null: this machine, whatever cluster the environment names.</summary>
    private static ClusterAddress? Cluster(string? option, CertificatePaths? certificates) =>
        option is null ? null : ClusterAddress.Resolve(option) with { Certificates = certificates };

    private static async Task<StudyPlan> Plan(TimeProvider time, StudySpecification study, string? data, ClusterAddress? cluster, CancellationToken cancellationToken)
    {
        if (cluster is not null)
        {
            await using ClusterSession session = await ClusterSession.Connect(cluster, time, cancellationToken);
            return await session.Planner.Plan(study).WaitAsync(cancellationToken);
        }

        return await LocalPlan.Ask(study, data, time, cancellationToken);
    }
}
