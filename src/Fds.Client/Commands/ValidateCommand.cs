using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Local;
using Fds.Client.Rendering;
using Fds.Client.StudyFiles;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>fds validate: checks a study file and prints the plan.</summary>
internal sealed class ValidateCommand : Command
{
    public ValidateCommand(Terminal terminal)
        : base("validate", "Checks a study file and prints the plan: horizon, columns, bytes of tangents, gradient steps, expected time.")
    {
        Option<string> file = CommonOptions.StudyFile();
        Option<string?> data = CommonOptions.Data();
        Option<string?> cluster = CommonOptions.Cluster();
        Option<bool> fileOnly = new("--file-only") { Description = "Only check the file." };
        Option<OutputFormat> output = CommonOptions.Output();
        Add(file);
        Add(data);
        Add(cluster);
        Add(fileOnly);
        Add(output);
        SetAction(async (parsed, cancellationToken) =>
        {
            StudySubmission submission = StudyFileSource.Read(parsed.GetRequiredValue(file));
            terminal.Say($"fds: {parsed.GetRequiredValue(file)} is a valid study");
            if (!parsed.GetValue(fileOnly))
            {
                StudyPlan plan = await Plan(submission.Specification, parsed.GetValue(data), parsed.GetValue(cluster), cancellationToken);
                new DataWriter(terminal.Out, parsed.GetValue(output)).Write(plan, PlanTable.Of(plan), submission.Specification.Name);
            }

            return ExitCodes.Done;
        });
    }

    private static async Task<StudyPlan> Plan(StudySpecification study, string? data, string? cluster, CancellationToken cancellationToken)
    {
        if (cluster is not null || Environment.GetEnvironmentVariable("FDS_CLUSTER") is { Length: > 0 })
        {
            await using ClusterSession session = await ClusterSession.Connect(ClusterAddress.Resolve(cluster), cancellationToken);
            return await Ask(session, study);
        }

        string folder = Directory.CreateTempSubdirectory("fds-plan-").FullName;
        try
        {
            await using PrivateSilo silo = await PrivateSilo.Start(PrivateSiloOptions.For(folder, data, study.Seeds.Count, slots: null), cancellationToken);
            await using ClusterSession session = await ClusterSession.Connect(silo.Address, cancellationToken);
            return await Ask(session, study);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<StudyPlan> Ask(ClusterSession session, StudySpecification study)
    {
        try
        {
            return await session.Planner.Plan(study);
        }
        catch (StudyRefusedException e)
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"the study cannot run here: {e.Message}", e);
        }
    }
}
