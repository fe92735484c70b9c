using Fds.Cluster.Tests.Processes;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>The console on files that are no studies: exit code 2, every fault named, nothing started.</summary>
public sealed class MalformedStudyTests
{
    private const int AtOnce = 4;

    [Fact]
    public async Task Run_OnEveryMalformedStudy_EndsWithCode2AndStartsNothing()
    {
        using TemporaryFolder folder = new();
        using SemaphoreSlim room = new(AtOnce);
        string[] problems = [.. (await Task.WhenAll(MalformedStudies.All.Select((study, i) => Check(study, folder[$"{i}"], room)))).OfType<string>()];

        Assert.True(problems.Length == 0, string.Join(Environment.NewLine, problems));
    }

    private static async Task<string?> Check(MalformedStudy study, string path, SemaphoreSlim room)
    {
        await room.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await File.WriteAllTextAsync($"{path}.yaml", study.Text, TestContext.Current.CancellationToken);
            ConsoleEnd end = await ConsoleProcess.Run("run", "-f", $"{path}.yaml", "--to", $"{path}.out");
            string[] unnamed = [.. study.Paths.Where(field => field.Length > 0 && !end.Talk.Contains($" {field}:", StringComparison.Ordinal))];
            bool clean = end.ExitCode == 2 && end.Output.Length == 0 && !end.Talk.Contains("   at ", StringComparison.Ordinal) && !Directory.Exists($"{path}.out");
            return clean && unnamed.Length == 0 ? null : $"{study.Name}: exit code {end.ExitCode}, not named: {string.Join(", ", unnamed)}; it said: {end.Talk}";
        }
        finally
        {
            room.Release();
        }
    }
}
