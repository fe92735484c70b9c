using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>The console on files that are no studies: exit code 2, every fault named, nothing started.</summary>
public sealed class MalformedStudyTests
{
    /// <summary>One of so many is also given to the console as a process: the exit code and the streams are the process's, all else is the same function's doing.</summary>
    private const int AsProcess = 40;

    [Fact]
    public async Task Run_OnEveryMalformedStudy_EndsWithCode2AndStartsNothing()
    {
        using TemporaryFolder folder = new();
        MalformedStudy[] studies = [.. MalformedStudies.All];
        List<string> problems = [];
        for (int i = 0; i < studies.Length; i++)
        {
            problems.AddRange(await Check(studies[i], folder[$"{i}"], ConsoleHere.Run));
            if (i % AsProcess == 0)
            {
                problems.AddRange(await Check(studies[i], folder[$"{i}-process"], ConsoleProcess.Run));
            }
        }

        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private static async Task<IEnumerable<string>> Check(MalformedStudy study, string path, Func<string[], Task<ConsoleEnd>> run)
    {
        await File.WriteAllTextAsync($"{path}.yaml", study.Text, TestContext.Current.CancellationToken);
        ConsoleEnd end = await run(["run", "-f", $"{path}.yaml", "--to", $"{path}.out"]);
        string[] unnamed = [.. study.Paths.Where(field => field.Length > 0 && !end.Talk.Contains($" {field}:", StringComparison.Ordinal))];
        bool clean = end.ExitCode == 2 && end.Output.Length == 0 && !end.Talk.Contains("   at ", StringComparison.Ordinal) && !Directory.Exists($"{path}.out");
        return clean && unnamed.Length == 0 ? [] : [$"{study.Name}: exit code {end.ExitCode}, not named: {string.Join(", ", unnamed)}; it said: {end.Talk}"];
    }
}
