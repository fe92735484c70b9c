using System.Diagnostics;

namespace Fds.Testing;

/// <summary>A Python program that has run on this machine's own Python, which has PyTorch where Debian's python3-torch is installed.</summary>
/// <param name="Output">What it wrote.</param>
/// <param name="Missing">What this machine lacks to run it; null: nothing.</param>
/// <param name="Fault">Why it failed; null: it did not.</param>
public sealed record PythonRun(string Output, string? Missing, string? Fault)
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="arguments">The program's file and what it is given, or what Python is asked otherwise.</param>
    public static PythonRun Of(string folder, params string[] arguments)
    {
        if (!File.Exists(Interpreter))
        {
            return new("", $"{Interpreter} is not there", null);
        }

        ProcessStartInfo info = new(Interpreter, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        Task<string> talk = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? new(output, null, null)
            : talk.Result.Contains("No module named 'torch'", StringComparison.Ordinal) ? new(output, "this machine has no PyTorch", null)
            : new(output, null, talk.Result.Trim());
    }
}
