using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Following;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Client.StudyFiles;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds submit: hands a study to a cluster.</summary>
internal sealed class SubmitCommand : ClusterCommand
{
    private readonly Option<string> file = CommonOptions.StudyFile();
    private readonly Option<bool> wait = new("--wait") { Description = "Follow the study until it has ended." };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Check the file and the cluster, and submit nothing." };
    private StudySubmission? submission;

    public SubmitCommand(Terminal terminal)
        : base(terminal, "submit", "Submits a study to a cluster and prints the next commands.")
    {
        Add(file);
        Add(wait);
        Add(dryRun);
        WriteOnlyIn([OutputFormat.Table, OutputFormat.Wide], result => result.GetResult(dryRun) is { Implicit: false }, "with --dry-run");
    }

    protected override async Task Prepare(ParseResult parsed, CancellationToken cancellationToken)
    {
        submission = await StudyFileSource.Read(parsed.GetRequiredValue(file), Terminal, cancellationToken);
        Terminal.Warn(StudyWarnings.Of(submission.Specification));
    }

    protected override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        string name = submission!.Specification.Name;
        IStudyGrain study = session.Study(name);
        if (parsed.GetValue(dryRun))
        {
            StudyState state = (await study.GetStatus()).State;
            Terminal.Say(state == StudyState.None ? $"fds: '{name}' would be submitted" : $"fds: there is a study named '{name}' already ({state})");
            return ExitCodes.Done;
        }

        SubmitReply reply = await study.Submit(submission);
        if (reply.Outcome == SubmitOutcome.Conflict)
        {
            throw new ConsoleException(ExitCodes.Usage, $"there is another study named '{name}' ({reply.Status.State}){Differing.Words(reply.Differences)}. Choose another name.");
        }

        Data(parsed).Write(reply.Status, figures => StudyTables.Line(reply.Status, Terminal.Time.GetUtcNow(), figures), name);
        Terminal.Say($"fds: {Told(reply)}. Next: fds watch {name}, fds describe {name}, fds results {name}");
        if (!parsed.GetValue(wait))
        {
            return ExitCodes.Done;
        }

        await new StudyFollower(Terminal).Follow(study, cancellationToken);
        return Endings.ExitCode(await study.GetStatus());
    }

    private static string Told(SubmitReply reply) => reply switch
    {
        { Outcome: SubmitOutcome.Accepted } => "submitted",
        { Status: { State: StudyState.Failed } failed } => $"the same study was submitted before and has failed{(failed.Reason is { } reason ? $" ({reason})" : "")}; to start again, run fds delete {failed.Name} and submit it again",
        _ => "the same study was submitted before",
    };
}
