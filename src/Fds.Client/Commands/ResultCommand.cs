using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>A command that shows the result of a study of a cluster, while it runs or after, or of a result folder on this machine.</summary>
internal abstract class ResultCommand : ClusterCommand
{
    private readonly Argument<string> name = new("name")
    {
        Description = "The study's name, or a result folder.",
        Validators =
        {
            result =>
            {
                if (result.Tokens is [{ Value: var given }] && !ResultReader.IsFolder(given) && StudyName.Complaint(given) is { } complaint)
                {
                    result.AddError(given.Contains('/', StringComparison.Ordinal) ? $"'{given}' is no result folder: expected {ResultFiles.Summary} and {ResultFiles.Study} in it." : complaint);
                }
            },
        },
    };

    protected ResultCommand(Terminal terminal, string verb, string description)
        : base(terminal, verb, description)
    {
        Add(name);
        WriteOnlyIn([OutputFormat.Table], _ => true, $"with {verb}");
    }

    protected sealed override Task<int?> ExecuteHere(ParseResult parsed, CancellationToken cancellationToken)
    {
        string given = parsed.GetRequiredValue(name);
        if (!ResultReader.IsFolder(given))
        {
            return Task.FromResult<int?>(null);
        }

        Terminal.Say($"fds: from the result folder {given}");
        return Task.FromResult<int?>(Show(ResultReader.Read(given), parsed));
    }

    protected sealed override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        (IStudyGrain study, _) = await session.RequireStudy(parsed.GetRequiredValue(name));
        return Show((await study.GetResult())!, parsed);
    }

    /// <summary>The work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Show(StudyResult result, ParseResult parsed);
}
