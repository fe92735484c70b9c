using System.CommandLine;
using System.Text.RegularExpressions;
using Fds.Client.Commands;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>Every verb has an example, and every example can be run.</summary>
public sealed partial class CommandExamplesTests
{
    public static TheoryData<string> Verbs
    {
        get
        {
            using Recorder recorder = new();
            return [.. All(RootCommandFactory.Create(recorder.Terminal)).Select(CommandExamples.PathOf)];
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_OfEveryVerb_EndsWithExamplesThatParse(string verb)
    {
        using Recorder recorder = new();
        RootCommand root = RootCommandFactory.Create(recorder.Terminal);
        Command command = All(root).Single(each => CommandExamples.PathOf(each) == verb);
        IReadOnlyList<string> examples = CommandExamples.Of(command);
        Assert.NotEmpty(examples);
        foreach (string example in examples)
        {
            string[] words = [.. Word().Matches(example.Split(" > ")[0]).Select(match => match.Value.Trim('\''))];
            ParseResult parsed = root.Parse(words[1..], RootCommandFactory.Parsing);
            Assert.Equal("fds", words[0]);
            Assert.Empty(parsed.Errors);
            Assert.StartsWith(verb, CommandExamples.PathOf(parsed.CommandResult.Command), StringComparison.Ordinal);
        }

        Assert.Equal(ExitCodes.Done, await FdsConsole.Run([.. verb.Split(' ')[1..], "--help"], recorder.Terminal));
        Assert.All(recorder.Data.Split('\n'), line => Assert.True(line.Length < 400, line));
        Assert.EndsWith($"{(examples.Count == 1 ? "Example:" : "Examples:")}\n{string.Concat(examples.Select(example => $"  {example}\n"))}", recorder.Data.TrimEnd('\n') + "\n", StringComparison.Ordinal);
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();
}
