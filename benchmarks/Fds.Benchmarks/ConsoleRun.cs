using System.Diagnostics;
using System.Text.Json;

namespace Fds.Benchmarks;

/// <summary>Runs whole studies as a user does.</summary>
internal static class ConsoleRun
{
    /// <summary>Runs a study by <c>fds run</c> in a fresh folder.</summary>
    /// <param name="bin">Where the silo and the console are built.</param>
    /// <param name="data">Folder of data sets.</param>
    /// <param name="folder">Where its file and its results go.</param>
    /// <param name="study">The study file's text.</param>
    /// <returns>What is in <c>result.json</c>.</returns>
    public static JsonElement Of(string bin, string data, string folder, string study)
    {
        string file = Path.Combine(folder, "study.yaml");
        string results = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, study);
        ProcessStartInfo info = new(Path.Combine(bin, "Fds.Client", "release", "fds-console"), ["run", "-f", file, "--data", data, "--to", results])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["FDS_SILO"] = Path.Combine(bin, "Fds.Silo", "release", "fds-silo") },
        };
        using Process console = Process.Start(info)!;
        Task<string> talk = console.StandardError.ReadToEndAsync();
        console.StandardOutput.ReadToEnd();
        console.WaitForExit();
        if (console.ExitCode != 0)
        {
            throw new InvalidOperationException($"fds run ended with {console.ExitCode}: {talk.Result}");
        }

        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "result.json")));
        return result.RootElement.Clone();
    }
}
