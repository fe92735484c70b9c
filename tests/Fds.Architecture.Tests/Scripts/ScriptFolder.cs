using System.Diagnostics;

namespace Fds.Architecture.Tests.Scripts;

/// <summary>
/// A small checkout with the real scripts in a folder whose name has spaces, and a <c>dotnet</c> that notes its arguments and
/// then does what the test wrote for it.
/// </summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fds scripts ");

    public ScriptFolder()
    {
        foreach (string script in new[] { "fds", "test", "eng/dotnet.sh" })
        {
            Write(script, Repository.Read(script), executable: true);
        }

        foreach (string file in new[] { "Directory.Build.props", "Directory.Build.targets", ".editorconfig", "global.json", "src/Fds.Silo/Program.cs", "src/Fds.Client/Program.cs" })
        {
            Write(file, "");
        }
    }

    public string Root => Path.Combine(folder.FullName, "check out");

    /// <summary>The builds that the stand-in was asked for, in order.</summary>
    public IReadOnlyList<string> Builds => [.. Calls.Where(call => call.StartsWith("build ", StringComparison.Ordinal))];

    /// <summary>All calls of the stand-in.</summary>
    public IReadOnlyList<string> Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    private string CallsFile => Path.Combine(folder.FullName, "calls");

    public void Dispose() => folder.Delete(recursive: true);

    public void Write(string file, string text, bool executable = false)
    {
        string path = Path.Combine(Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Puts a <c>dotnet</c> on the scripts' path.</summary>
    public void Dotnet(string body) =>
        Write("../tools/dotnet", $"#!/bin/bash\necho \"$*\" >> '{CallsFile}'\nif [[ $1 == --version ]]; then echo 10.0.100; exit 0; fi\n{body}\n", executable: true);

    /// <summary>A <c>dotnet</c> whose builds leave a console that runs the given lines, and a silo.</summary>
    public void DotnetThatBuilds(string console) => Dotnet(
        $$"""
        if [[ $1 == build ]]; then
            name=${2#src/}
            out="artifacts/bin/$name/release"
            mkdir -p "$out"
            if [[ $name == Fds.Client ]]; then program="$out/fds-console"; else program="$out/fds-silo"; fi
            printf '%s\n' '#!/bin/bash' '{{console}}' > "$program"
            chmod +x "$program"
        fi
        """);

    /// <summary>Starts a script, from another folder, with a path that has the stand-in and the system's own tools.</summary>
    public Process Start(string script, string[] arguments, string input = "", params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(Path.Combine(Root, script), arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = $"{Path.Combine(folder.FullName, "tools")}:/usr/bin:/bin";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs a script to its end.</summary>
    public (int Code, string Output, string Error) Run(string script, string[] arguments, string input = "", params (string Name, string Value)[] environment)
    {
        using Process process = Start(script, arguments, input, environment);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
