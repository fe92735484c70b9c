using System.CommandLine;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>What is wrong with a command line, in the words of this console, and nothing that only follows from it.</summary>
internal static class CommandLineFaults
{
    /// <summary>The faults; none where the command line can be run.</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] commands = [.. command.Subcommands.Select(inner => inner.Name)];
        return parsed switch
        {
            { Errors.Count: 0 } => [],
            { UnmatchedTokens: [['-', _, ..] option, ..] } => [UnknownOption(command, option.Split('=')[0])],
            { UnmatchedTokens: [var word, ..] } => [commands.Length > 0 ? $"there is no command '{word}'; expected one of {string.Join(", ", commands)}.{NearestName.Hint(word, commands)}" : $"'{word}' is one argument more than {command.Name} takes."],
            _ when commands.Length > 0 => [$"expected a command: one of {string.Join(", ", commands)}."],
            _ => [.. parsed.Errors.Select(error => error.Message).Distinct()],
        };
    }

    private static string UnknownOption(Command command, string option)
    {
        IEnumerable<Option> ofAll = command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(known => known.Recursive);
        string[] known = [.. command.Options.Concat(ofAll).SelectMany(known => known.Aliases.Append(known.Name)).Append("--help")];
        return $"there is no option '{option}'.{NearestName.Hint(option, known)}";
    }
}
