using System.Runtime.CompilerServices;
using Fds.Testing;
using Xunit;

namespace Fds.Core.Tests.Networks.Scripts;

/// <summary>The TorchScript files: two that are committed, and those that models.py writes where this machine has PyTorch.</summary>
public sealed class ScriptFiles : IDisposable
{
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

    /// <summary>A program that fails for another reason than that there is no PyTorch fails the test.</summary>
    private string? Write()
    {
        PythonRun run = PythonRun.Of(written.Path, Committed("models.py"), written.Path);
        Assert.Null(run.Fault);
        return run.Missing;
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
