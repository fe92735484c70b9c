using System.Collections.Immutable;
using System.Diagnostics;

namespace Fds.Claims;

/// <summary>Runs what shows claims, in a checkout.</summary>
/// <param name="root">The checkout.</param>
internal sealed class Runner(string root)
{
    /// <summary>The tests that the last <c>./test</c> has run.</summary>
    public ImmutableArray<TestOutcome> LastTests => TestReports.Read(Path.Combine(root, "artifacts", "test-results"));

    private string? Data => new[] { Environment.GetEnvironmentVariable("FDS_DATA"), Path.Combine(root, "..", "shared", "data") }
        .FirstOrDefault(folder => folder is { Length: > 0 } && Directory.Exists(Path.Combine(folder, "mnist")));

    /// <summary>Runs a claim's command and holds the claim against what it gives.</summary>
    public Verdict Run(Claim claim)
    {
        if (claim.Needs.Contains("data") && Data is null)
        {
            return new(null, "there is no MNIST: set FDS_DATA to a folder with mnist/");
        }

        string work = Path.Combine(root, "artifacts", "claims", claim.Name);
        string results = Path.Combine(work, "results");
        if (Directory.Exists(results))
        {
            Directory.Delete(results, recursive: true);
        }

        Directory.CreateDirectory(work);
        string command = claim.Command.Replace(" DIR", $" '{Data}'", StringComparison.Ordinal).Replace("--to OUT", $"--to '{results}'", StringComparison.Ordinal);
        Console.Error.WriteLine($"{claim.Name}: {command} ({claim.Takes})");
        Stopwatch clock = Stopwatch.StartNew();
        (int code, string printed) = Execute(command, Path.Combine(work, "output.txt"));
        if (claim.Tests is not null)
        {
            return Judge.OfTests(claim, LastTests);
        }

        return code == 0
            ? Judge.Of(claim, printed, claim.IsStudy ? results : null, Page, $"ran for {clock.Elapsed:hh\\:mm\\:ss}")
            : new(false, $"the command ended with {code}: {printed.TrimEnd().Split('\n')[^1]}");
    }

    /// <summary>Runs all tests, whatever comes of them: their reports say.</summary>
    public void RunAllTests() => Execute("./test", Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts", "claims")).FullName, "test.txt"));

    /// <summary>The text of a page.</summary>
    public string Page(string file) => File.ReadAllText(Path.Combine(root, file));

    /// <summary>Runs a command; what it prints is kept in a file, and shown on standard error.</summary>
    private (int Code, string Printed) Execute(string command, string file)
    {
        ProcessStartInfo start = new("bash", ["-c", $"{{ {command}; }} 2>&1 < /dev/null"]) { WorkingDirectory = root, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using StreamWriter kept = new(file);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            kept.WriteLine(line);
            Console.Error.WriteLine(line);
        }

        process.WaitForExit();
        kept.Close();
        return (process.ExitCode, File.ReadAllText(file));
    }
}
