using System.Diagnostics;
using Fds.Testing;

namespace Fds.Architecture.Tests;

/// <summary>The checkout as its version control sees it.</summary>
internal static class Repository
{
    private static readonly string[] IgnoredFolders = [".git", "artifacts", "bin", "obj", "results", "TestResults", "node_modules", ".vs", ".idea", ".fds"];
    private static readonly string[] BinaryExtensions = [".png", ".jpg", ".ico", ".gz", ".bin"];

    /// <summary>Every file that is tracked, or would be: relative to the root, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. (FromGit() ?? FromDisk()).Where(file => File.Exists(At(file))).Order(StringComparer.Ordinal)];

    /// <summary>Those of <see cref="Files"/> that hold text.</summary>
    public static IEnumerable<string> TextFiles => Files.Where(file => !BinaryExtensions.Contains(Path.GetExtension(file)));

    /// <summary>The C# sources under src/.</summary>
    public static IEnumerable<string> Sources => Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>The project files.</summary>
    public static IEnumerable<string> Projects => Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    public static string At(string file) => Path.Combine(SharedFolder.Checkout, file);

    public static string Read(string file) => File.ReadAllText(At(file));

    private static List<string>? FromGit()
    {
        ProcessStartInfo start = new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = SharedFolder.Checkout,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            git.ErrorDataReceived += (_, _) => { };
            git.BeginErrorReadLine();
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries)] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git here: a source archive is looked at as it lies on disk.
            return null;
        }
    }

    private static IEnumerable<string> FromDisk() =>
        Directory.EnumerateFiles(SharedFolder.Checkout, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SharedFolder.Checkout, path).Replace('\\', '/'))
            .Where(file => !file.Split('/').SkipLast(1).Any(IgnoredFolders.Contains));
}
