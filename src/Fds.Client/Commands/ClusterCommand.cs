using System.CommandLine;
using Fds.Client.Connections;
using Fds.Client.Rendering;

namespace Fds.Client.Commands;

/// <summary>A command that talks to a cluster.</summary>
internal abstract class ClusterCommand : Command
{
    private readonly Option<string?> cluster = CommonOptions.Cluster();
    private readonly TlsCommandOptions tls = new();
    private readonly Option<OutputFormat> output = CommonOptions.Output();

    protected ClusterCommand(Terminal terminal, string name, string description)
        : base(name, description)
    {
        Terminal = terminal;
        Add(cluster);
        tls.AddTo(this);
        Add(output);
        SetAction(async (parsed, cancellationToken) =>
        {
            await Prepare(parsed);
            await using ClusterSession session = await ClusterSession.Connect(ClusterAddress.Resolve(parsed.GetValue(cluster)) with { Certificates = tls.Resolve(parsed) }, cancellationToken);
            return await Execute(session, parsed, cancellationToken);
        });
    }

    protected Terminal Terminal { get; }

    protected OutputFormat Format(ParseResult parsed) => parsed.GetValue(output);

    protected DataWriter Data(ParseResult parsed) => new(Terminal.Out, Format(parsed));

    /// <summary>What can be checked before anything is contacted.</summary>
    protected virtual Task Prepare(ParseResult parsed) => Task.CompletedTask;

    /// <summary>The work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken);
}
