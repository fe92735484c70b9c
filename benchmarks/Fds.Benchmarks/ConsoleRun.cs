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
        Say(
            Path.Combine(bin, "Fds.Client", "release", "fds-console"),
            ["run", "-f", file, "--data", data, "--to", results],
            new Dictionary<string, string?> { ["FDS_SILO"] = Path.Combine(bin, "Fds.Silo", "release", "fds-silo") });
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "result.json")));
        return result.RootElement.Clone();
    }

    /// <summary>Runs a command of the console.</summary>
    /// <param name="console">Its program.</param>
    /// <param name="arguments">The command.</param>
    /// <param name="environment">Variables beside those of this process; null: none.</param>
    /// <returns>What it wrote.</returns>
    public static string Say(string console, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ProcessStartInfo info = new(console, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        Task<string> talk = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"fds {string.Join(' ', arguments)} ended with {process.ExitCode}: {talk.Result}");
    }
}
