using System.CommandLine;
using Fds.Client.Connections;
using Fds.Contracts.Studies;

namespace Fds.Client.Commands;

/// <summary>A command about one study of a cluster.</summary>
internal abstract class StudyCommand : ClusterCommand
{
    private readonly Argument<string> name = CommonOptions.Name();

    protected StudyCommand(Terminal terminal, string verb, string description)
        : base(terminal, verb, description) => Add(name);

    protected sealed override async Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken)
    {
        (IStudyGrain study, StudyStatus status) = await session.RequireStudy(parsed.GetRequiredValue(name));
        return await Execute(study, status, parsed, cancellationToken);
    }

    /// <summary>The work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> Execute(IStudyGrain study, StudyStatus status, ParseResult parsed, CancellationToken cancellationToken);
}
