using System.Diagnostics;
using System.Runtime.CompilerServices;
using Fds.Testing;
using Xunit;

namespace Fds.Core.Tests.Networks.Scripts;

/// <summary>The TorchScript files: two that are committed, and those that models.py writes where this machine has PyTorch.</summary>
public sealed class ScriptFiles : IDisposable
{
    internal const string Interpreter = "/usr/bin/python3";
    private readonly TemporaryFolder written = new();
    private readonly Lazy<string?> missing;

    public ScriptFiles() => missing = new(Write);

    public static string Committed(string name) => Path.Combine(Folder(), name);

    /// <summary>The path of a file that is written here; skips the test where there is no PyTorch to write it.</summary>
    public string Written(string name)
    {
        if (missing.Value is { } reason)
        {
            Assert.Skip(reason);
        }

        return Path.Combine(written.Path, name);
    }

    /// <summary>A committed file, or one that is written here.</summary>
    public string Of(string name) => File.Exists(Committed(name)) ? Committed(name) : Written(name);

    public void Dispose() => written.Dispose();

    private string? Write()
    {
        if (!File.Exists(Interpreter))
        {
            return $"{Interpreter} is not there";
        }

        ProcessStartInfo info = new(Interpreter, [Committed("models.py"), written.Path]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        Task<string> talk = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{Interpreter} wrote no models: {talk.Result.Trim().Split('\n')[^1]}";
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
