using System.Diagnostics;

namespace Fds.Deployment.Tests.Packages;

/// <summary>What people install who have no checkout: packed, installed into an empty home, and used there.</summary>
public sealed class PackTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Console_PackedAndInstalledAsATool_WorksWithoutTheCheckout()
    {
        using TemporaryFolder folder = new();
        string home = Directory.CreateDirectory(folder["home"]).FullName;
        string tools = folder["tools"];
        await Run(home, Path.Combine(SharedFolder.Checkout, "eng", "pack"), folder["packages"], "console");
        await Run(home, "dotnet", "tool", "install", "Fds.Console", "--tool-path", tools, "--source", folder["packages"]);
        string fds = Path.Combine(tools, "fds");

        Assert.Matches(@"^fds \d+\.\d+\.\d+, \.NET 10\.", await Run(home, fds, "version"));
        Assert.Equal("study.yaml\n", await Run(home, fds, "--quiet", "init", "--name", "packed"));
        Assert.Contains("\"study\": \"packed\"", await Run(home, fds, "validate", "--file-only", "-f", "study.yaml", "-o", "json"), StringComparison.Ordinal);
        Assert.Contains("complete -o default", await Run(home, fds, "completion", "bash"), StringComparison.Ordinal);
    }

    private async Task<string> Run(string home, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = home, RedirectStandardOutput = true, RedirectStandardError = true };
        if (!program.StartsWith(SharedFolder.Checkout, StringComparison.Ordinal))
        {
            (start.Environment["HOME"], start.Environment["DOTNET_CLI_HOME"], start.Environment["NUGET_PACKAGES"]) = (home, home, Path.Combine(home, "packages"));
        }

        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        start.Environment.Remove("FDS_SILO");
        Stopwatch time = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string data = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        output.WriteLine($"{Path.GetFileName(program)} {string.Join(' ', arguments)}: {time.Elapsed.TotalSeconds:F1} s");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {data}{await errors}");
        return data;
    }
}
