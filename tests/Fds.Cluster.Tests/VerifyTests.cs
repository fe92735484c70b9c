using System.Text.Json;
using Fds.Testing;
using Xunit;

namespace Fds.Cluster.Tests;

/// <summary>fds verify end to end: real networks on drawn digits, over a real silo process.</summary>
public sealed class VerifyTests(ITestOutputHelper output)
{
    private const int Untrustworthy = 5;

    /// <summary>Rectifiers, max-pooling, batch normalisation, an active clamp on gradients, augmentation, schedules from 0: all are derivatives.</summary>
    [Theory]
    [InlineData("mlp", "batchSize: 32, steps: 100, gradientClamp: 0.05", "learningRate: {windows: 3, initial: 0, step: 0.05}, momentum: {windows: 1}, weightDecay: {windows: 2}", 4)]
    [InlineData("lenet", "batchSize: 8, steps: 100", "learningRate: {windows: 1, initial: 0.02}, momentum: {windows: 1, initial: 0.9}", 3)]
    [InlineData("wrn-10-1", "batchSize: 4, steps: 100", "learningRate: {windows: 1, initial: 0.05}", 2)]
    public async Task Study_OfANetwork_IsTrustworthy(string model, string inner, string schedules, int steps)
    {
        (ConsoleEnd end, JsonElement report) = await Verify(model, inner, schedules, "--steps", $"{steps}");

        Assert.Equal((0, "Trustworthy"), (end.ExitCode, report.GetProperty("outcome").GetString()));
        Assert.Contains("fds: 1 of ", end.Talk, StringComparison.Ordinal);
        Assert.Contains("central differences of learningRate window 0", end.Talk, StringComparison.Ordinal);
        Assert.EndsWith($"fds: {report.GetProperty("verdict").GetString()}\n", end.Talk, StringComparison.Ordinal);
        foreach (JsonElement value in report.GetProperty("values").EnumerateArray())
        {
            Assert.InRange(value.GetProperty("modesError").GetDouble(), 0, 1e-9);
            Assert.InRange(value.GetProperty("ownError").GetDouble(), 1e-12, 1e-2);
            Assert.True(!value.GetProperty("differenceSettled").GetBoolean() || value.GetProperty("forwardError").GetDouble() < 1e-3, value.ToString());
        }

        JsonElement[] modes = [.. report.GetProperty("modes").EnumerateArray()];
        Assert.Equal(["forward mode", "reverse mode", "plain training"], modes.Select(mode => mode.GetProperty("name").GetString()));
        Assert.All(modes[..2], mode => Assert.True(mode.GetProperty("studyBytes").GetInt64() >= mode.GetProperty("bytes").GetInt64()));
    }

    [Fact]
    public async Task Study_OfTheAnalyticProblem_IsTrustworthy()
    {
        (ConsoleEnd end, JsonElement report) = await Verify("quadratic", "batchSize: 1, steps: 8, precision: float64", "learningRate: {windows: 4, initial: 0.1, range: [0, 1.5]}, momentum: {windows: 1, initial: 0.2}");

        Assert.Equal(0, end.ExitCode);
        Assert.All(report.GetProperty("values").EnumerateArray(), value => Assert.InRange(value.GetProperty("forwardError").GetDouble(), 0, 1e-6));
    }

    [Theory]
    [InlineData("hessianProductClamp: 1e-3", "", "because inner.hessianProductClamp is 0.001, which clamped up to ")]
    [InlineData("", "outer: {pruning: {mode: truncate, ratio: 0.5}}", "because outer.pruning leaves tangents as they are on part of the steps (ratio 0.5). Without that, forward mode agrees with central differences.")]
    public async Task Study_WithWhatIsNoDerivative_IsUntrustworthyAndSaysWhy(string inner, string more, string why)
    {
        (ConsoleEnd end, JsonElement report) = await Verify("mlp", $"batchSize: 32, steps: 40{(inner.Length == 0 ? "" : $", {inner}")}", "learningRate: {windows: 1, initial: 0.1}, momentum: {windows: 1, initial: 0.8}", "--steps", "5", more: more);

        Assert.Equal((Untrustworthy, "Untrustworthy"), (end.ExitCode, report.GetProperty("outcome").GetString()));
        Assert.Contains(why, report.GetProperty("verdict").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Study_WhoseDataAreMissing_IsToldSo()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["data"]);
        ConsoleEnd end = await ConsoleProcess.Run("verify", "-f", Write(folder, "lenet", "batchSize: 16, steps: 10", "learningRate: {windows: 1}", data: "mnist"), "--data", folder["data"]);
        output.WriteLine(end.Talk);

        Assert.Equal((2, ""), (end.ExitCode, end.Output));
        Assert.Contains("fds: the study cannot run here: ", end.Talk, StringComparison.Ordinal);
        Assert.Contains(folder["data"], end.Talk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhenInterrupted_EndsAndLeavesNothing()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["tmp"]);
        string study = Write(folder, "wrn-16-2", "batchSize: 128, steps: 100", "learningRate: {windows: 20, initial: 0.1}");
        using ConsoleProcess console = ConsoleProcess.Start(new Dictionary<string, string> { ["TMPDIR"] = folder["tmp"] }, ["verify", "-f", study]);
        int silo;
        while ((silo = ProcessTable.Children(console.Id).FirstOrDefault()) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken);
        await console.Signal("TERM");
        ConsoleEnd end = await console.WaitForExit();
        output.WriteLine(end.Talk);

        Assert.Equal((130, ""), (end.ExitCode, end.Output));
        Assert.EndsWith("fds: interrupted\n", end.Talk, StringComparison.Ordinal);
        Assert.True(await ProcessTable.IsGoneWithin(silo, TimeSpan.FromSeconds(8)), "The silo outlived its console.");
        Assert.Empty(Directory.GetFileSystemEntries(folder["tmp"]));
    }

    private static string Write(TemporaryFolder folder, string model, string inner, string schedules, string data = "glyphs", string more = "")
    {
        File.WriteAllText(folder["study.yaml"], $$"""
            apiVersion: fds/v1
            kind: Study
            metadata: {name: verified}
            spec:
              data: {name: {{(model == "quadratic" ? model : $"{data}, validationFraction: 0.002")}}}
              model: {name: {{model}}}
              inner: { {{inner}} }
              hyperparameters: { {{schedules}} }
              {{more}}
            """);
        return folder["study.yaml"];
    }

    private async Task<(ConsoleEnd End, JsonElement Report)> Verify(string model, string inner, string schedules, string option = "--limit", string value = "5m", string more = "")
    {
        using TemporaryFolder folder = new();
        ConsoleEnd end = await ConsoleProcess.Run("verify", "-f", Write(folder, model, inner, schedules, more: more), option, value, "-o", "json");
        output.WriteLine($"{end.Talk}{end.Output}");
        return (end, JsonDocument.Parse(end.Output).RootElement);
    }
}
