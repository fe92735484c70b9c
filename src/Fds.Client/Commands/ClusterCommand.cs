using System.CommandLine;
using System.CommandLine.Parsing;
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
            await Prepare(parsed, cancellationToken);
            if (await ExecuteHere(parsed, cancellationToken) is { } done)
            {
                return done;
            }

            await using ClusterSession session = await ClusterSession.Connect(ClusterAddress.Resolve(parsed.GetValue(cluster)) with { Certificates = tls.Resolve(parsed) }, terminal.Time, cancellationToken);
            return await Execute(session, parsed, cancellationToken);
        });
    }

    protected Terminal Terminal { get; }

    /// <summary>Refuses formats that this command writes nothing in.</summary>
    /// <param name="formats">Those that it has.</param>
    /// <param name="when">Command lines for which that is so.</param>
    /// <param name="circumstance">What is so then, in words.</param>
    protected void WriteOnlyIn(OutputFormat[] formats, Func<CommandResult, bool> when, string circumstance) => Validators.Add(result =>
    {
        // A word that is no format at all is refused by the option.
        string? word = result.GetResult(output)?.Tokens is [{ Value: var only }] ? only : null;
        if (when(result) && OutputFormats.TryParse(word ?? "", out OutputFormat asked) && !formats.Contains(asked))
        {
            result.AddError($"-o: found '{word}'; expected {OutputFormats.InWords(formats)} {circumstance}.");
        }
    });

    protected OutputFormat Format(ParseResult parsed) => parsed.GetValue(output);

    protected DataWriter Data(ParseResult parsed) => new(Terminal.Out, Format(parsed));

    /// <summary>What can be checked before anything is contacted.</summary>
    protected virtual Task Prepare(ParseResult parsed, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work where it needs no cluster after all.</summary>
    /// <returns>The exit code; null: it needs one.</returns>
    protected virtual Task<int?> ExecuteHere(ParseResult parsed, CancellationToken cancellationToken) => Task.FromResult<int?>(null);

    /// <summary>The work.</summary>
    /// <returns>The exit code.</returns>
    protected abstract Task<int> Execute(ClusterSession session, ParseResult parsed, CancellationToken cancellationToken);
}
