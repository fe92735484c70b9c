using System.CommandLine;
using Spectre.Console;

namespace Fds.Client.Commands;

/// <summary>The options of every command: how much is said, and in which colours.</summary>
internal sealed class GlobalOptions
{
    private readonly Option<bool> quiet = new("--quiet", "-q") { Description = "Say only what went wrong; data are written as ever.", Recursive = true };
    private readonly Option<bool> plain = new("--no-color") { Description = "Use no colours, as with the environment variable NO_COLOR.", Recursive = true };

    /// <summary>Adds them to the root.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(quiet);
        root.Add(plain);
    }

    /// <summary>The terminal that a command line asks for.</summary>
    public Terminal Apply(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetResult(plain) is { Implicit: false })
        {
            terminal.Talk.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        return parsed.GetResult(quiet) is { Implicit: false } ? terminal with { IsQuiet = true } : terminal;
    }
}
