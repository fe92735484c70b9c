using Fds.Testing;
using Fds.Testing.Fuzz;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>Random command lines through the console, which reaches no cluster and no silo: it ends with a documented code, and in words for people.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class CommandLineFuzzTests
{
    private const int Inputs = 1000;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(8);
    private static readonly int[] Codes = [ExitCodes.Done, ExitCodes.StudyFailed, ExitCodes.Usage, ExitCodes.Unreachable];

    private static readonly string[] Internals = ["   at ", "Exception", "System.", "Fds.Client", "Fds.Contracts", "Microsoft.", "Orleans", "(Parameter", "fds-console"];

    private static readonly string[] Verbs =
    [
        "run", "validate", "verify", "submit", "list", "describe", "watch", "logs", "wait", "pause", "resume", "cancel", "extend", "delete", "results", "compare", "export", "top", "data", "data get", "data put", "data list", "data remove", "version", "lst", "", "help",
    ];

    private static readonly string[] Flags = ["--file-only", "--restart", "--force", "--wait", "--dry-run", "--once", "--help", "-h", "--version", "--nonsense", "--", "-", "-z", "-fo", "/?", "[suggest]", "[diagram]", "@x"];

    private static readonly string[] Words =
    [
        "", " ", "x", "good", "My_Study", "-x", "--x", "0", "-1", "1", "1025", "99999999999999999999", "1e400", "nan", "∞", "90", "90s", "-1s", "1h", "60d", "01:30:00", "xml", "json", "7", "table,json", "name", "curves",
        "good.yaml", "bad.yaml", ".", "/dev/null", "/dev/zero", "-", "absent", "absent/x", "a b", "😀", "e\u0301", "\n", "\u001b[31m", "\u202e", "*", "$HOME", "~", "'", "\"", "%s", "{0}", "[red]x[/]", "@x", new('x', 5000),
    ];

    /// <summary>Options with values that lead nowhere outside the test's folder.</summary>
    private static readonly (string Option, string[] Values)[] Options =
    [
        ("-f", Words), ("--file", Words), ("-o", Words), ("--output", Words), ("--slots", Words), ("--timeout", Words), ("--outer-steps", Words), ("--gradient-steps", Words), ("--wall-clock", Words),
        ("--reason", Words), ("--table", Words), ("--tls-key", Words), ("--tls-authority", Words), ("--tls-certificate", Words), ("--data", Words),
        ("--to", ["", " ", "out", "out/deeper", "-out", "good.yaml", "good.yaml/x", "o😀", "/proc/x", new('x', 300)]),
        ("--cluster", ["", ",", ":1", "host:port", "127.0.0.1:99999", "\n:2"]), ("--source", ["", "x", "ftp://x", "http://127.0.0.1:9/"]),
    ];

    [Fact]
    public async Task AnyCommandLine_WhenRun_EndsInWordsForPeople()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["good.yaml"], MalformedStudies.Good, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["bad.yaml"], MalformedStudies.Named("four faults at once").Text, TestContext.Current.CancellationToken);
        using EnvironmentValue cluster = new("FDS_CLUSTER", "nowhere:port");
        using EnvironmentValue silo = new("FDS_SILO", folder["absent"]);
        using EnvironmentValue data = new("FDS_DATA", folder["data"]);
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = folder.Path;
        try
        {
            int tried = await FuzzRun.Over(Inputs, Bound, Try);
            Assert.True(tried is 1 or >= 100, $"Only {tried} command lines were tried in the time.");
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }

    private static async Task Try(Random random)
    {
        string[] arguments = Draw(random);
        using Recorder recorder = new();
        int code = await FdsConsole.Run(arguments, recorder.Terminal);
        string said = recorder.Talk + recorder.Data;
        string line = string.Join(' ', arguments.Select(argument => $"[{argument}]"));
        Assert.True(Codes.Contains(code), $"{line} ended with {code}.");
        Assert.True(code == ExitCodes.Done || recorder.Talk.Length > 0, $"{line} ended with {code} and said nothing.");
        Assert.True(Internals.FirstOrDefault(word => said.Contains(word, StringComparison.Ordinal)) is not { } found, $"{line} says:{Environment.NewLine}{said}");
    }

    private static string[] Draw(Random random)
    {
        List<string> arguments = [.. Verbs[random.Next(Verbs.Length)].Split(' ')];
        for (int more = random.Next(6); more > 0; more--)
        {
            (string option, string[] values) = Options[random.Next(Options.Length)];
            string value = values[random.Next(values.Length)];
            string[] next = random.Next(8) switch
            {
                < 4 => [option, value],
                4 => [$"{option}={value}"],
                5 => [Flags[random.Next(Flags.Length)]],
                _ => [Words[random.Next(Words.Length)]],
            };
            arguments.InsertRange(random.Next(5) == 0 ? 0 : arguments.Count, next);
        }

        return [.. arguments];
    }
}
