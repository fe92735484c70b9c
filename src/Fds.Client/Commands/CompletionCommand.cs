using System.CommandLine;

namespace Fds.Client.Commands;

/// <summary>fds completion: scripts that let shells complete command lines.</summary>
internal sealed class CompletionCommand : Command
{
    private static readonly string[] Shells = ["bash", "zsh", "fish"];

    public CompletionCommand(Terminal terminal)
        : base("completion", "Prints a script with which a shell completes fds's commands, options and their values.")
    {
        Argument<string> shell = new("shell")
        {
            Description = $"{string.Join(", ", Shells)}.",
            HelpName = "shell",
            Validators = { result => { if (result.Tokens is [{ Value: var word }] && !Shells.Contains(word)) { result.AddError($"shell: found '{word}'; expected {string.Join(", ", Shells[..^1])} or {Shells[^1]}."); } } },
        };
        shell.CompletionSources.Add(Shells);
        Add(shell);
        SetAction(async (parsed, cancellationToken) =>
        {
            await terminal.Out.WriteAsync((await Script(parsed.GetRequiredValue(shell), cancellationToken)).AsMemory(), cancellationToken);
            return ExitCodes.Done;
        });
    }

    private static async Task<string> Script(string shell, CancellationToken cancellationToken)
    {
        using StreamReader script = new(typeof(CompletionCommand).Assembly.GetManifestResourceStream($"fds.completion.{shell}")!);
        return await script.ReadToEndAsync(cancellationToken);
    }
}
