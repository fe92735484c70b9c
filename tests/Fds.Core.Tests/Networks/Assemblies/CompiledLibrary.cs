using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Fds.Core.Tests.Networks.Assemblies;

/// <summary>Class libraries that tests write and compile.</summary>
internal static class CompiledLibrary
{
    private static readonly string[] Present = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    /// <summary>Compiles a library against all that this process has, and others.</summary>
    /// <param name="path">Where it is written; the file's name is the assembly's.</param>
    /// <param name="source">Its source.</param>
    /// <param name="references">Other assemblies, which take the place of this process's own of the same name.</param>
    /// <param name="platform">The processor that it is for.</param>
    /// <returns>The path.</returns>
    public static string Write(string path, string source, string[]? references = null, Platform platform = Platform.AnyCpu)
    {
        string[] others = references ?? [];
        IEnumerable<string> own = Present.Where(assembly => !others.Any(other => Path.GetFileName(other) == Path.GetFileName(assembly)));
        CSharpCompilation compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path),
            [CSharpSyntaxTree.ParseText(source, cancellationToken: TestContext.Current.CancellationToken)],
            own.Concat(others).Select(file => MetadataReference.CreateFromFile(file)),
            new(OutputKind.DynamicallyLinkedLibrary, platform: platform, deterministic: true));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Assert.Empty(compilation.Emit(path, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error));
        return path;
    }
}
