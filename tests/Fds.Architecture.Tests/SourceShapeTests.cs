using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fds.Architecture.Tests;

/// <summary>One type per file, named after it, in the namespace of its folder.</summary>
public sealed class SourceShapeTests
{
    private static readonly string[] WithoutTypes = ["Program.cs", "AssemblyInfo.cs", "GlobalUsings.cs"];

    [Fact]
    public void SourceFile_WhenParsed_HasOneTypeNamedAfterIt()
    {
        List<string> problems = [];
        foreach (string file in Repository.Sources)
        {
            string[] types = [.. TopLevelTypes(Parse(file)).Select(Name)];
            string[] distinct = [.. types.Distinct()];
            // X.Log.cs holds the log methods of X.
            string expected = Path.GetFileName(file).Split('.')[0];
            if (distinct.Length > 1)
            {
                problems.Add($"{file}: has {string.Join(", ", distinct)}; give each a file");
            }
            else if (distinct.Length == 1 && distinct[0] != expected)
            {
                problems.Add($"{file}: declares {distinct[0]}");
            }
            else if (distinct.Length == 0 && !WithoutTypes.Contains(Path.GetFileName(file)))
            {
                problems.Add($"{file}: declares no type");
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void SourceFile_WhenParsed_HasTheNamespaceOfItsFolder()
    {
        List<string> problems = [];
        foreach (string file in Repository.Sources)
        {
            CompilationUnitSyntax unit = Parse(file);
            BaseNamespaceDeclarationSyntax[] namespaces = [.. unit.Members.OfType<BaseNamespaceDeclarationSyntax>()];
            if (namespaces.Length == 0 && !TopLevelTypes(unit).Any())
            {
                continue;
            }

            string expected = Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.');
            string found = string.Join(", ", namespaces.Select(declaration => declaration.Name.ToString()));
            if (found != expected || namespaces is not [FileScopedNamespaceDeclarationSyntax])
            {
                problems.Add($"{file}: expected 'namespace {expected};' but found '{found}'");
            }
        }

        Assert.Empty(problems);
    }

    [Fact]
    public void Repository_WhenListed_HasSources() => Assert.NotEmpty(Repository.Sources);

    private static CompilationUnitSyntax Parse(string file) =>
        CSharpSyntaxTree.ParseText(Repository.Read(file), new CSharpParseOptions(LanguageVersion.Preview), cancellationToken: TestContext.Current.CancellationToken)
            .GetCompilationUnitRoot(TestContext.Current.CancellationToken);

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(CompilationUnitSyntax unit) =>
        unit.Members.Concat(unit.Members.OfType<BaseNamespaceDeclarationSyntax>().SelectMany(declaration => declaration.Members))
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    private static string Name(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => throw new ArgumentException($"Expected a type but got {member.Kind()}.", nameof(member)),
    };
}
