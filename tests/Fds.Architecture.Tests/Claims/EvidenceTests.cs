using System.Globalization;
using System.Text.RegularExpressions;
using Fds.Claims;

namespace Fds.Architecture.Tests.Claims;

/// <summary>docs/evidence.md, the other pages and eng/claims.tsv say the same: a figure that is changed in one of them only is found.</summary>
public sealed partial class EvidenceTests
{
    private static readonly Claim[] Claimed = [.. ClaimFile.Read(Repository.At("eng/claims.tsv"))];

    /// <summary>Write one anew from the other: <c>eng/claims --evidence</c> prints the table.</summary>
    [Fact]
    public void Evidence_ClaimsWhatTheFileDoes()
    {
        string[] lines = Repository.Read("docs/evidence.md").Split('\n');
        IEnumerable<string> rows = lines.Skip(Array.IndexOf(lines, "| claim | command |") + 2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(Claimed.Select(claim => claim.EvidenceRow).OfType<string>(), rows);
    }

    /// <summary>Write them anew from a result folder: <c>eng/claims --write FOLDER</c>.</summary>
    [Theory]
    [InlineData("README.md")]
    [InlineData("benchmarks/compare.md")]
    public void Comparison_IsTheSameOnEveryPage(string file)
    {
        bool isReadme = file == "README.md";
        Claim comparison = Claimed.Single(claim => claim.Rows.Length > 0);
        string[] lines = Repository.Read(file).Split('\n');
        int header = Array.IndexOf(lines, isReadme ? ComparisonRow.ReadmeHeader : ComparisonRow.ReportHeader);

        Assert.True(header > 0, $"{file} has no table of methods.");
        Assert.Equal(isReadme ? ComparisonRow.Readme(comparison.Rows) : ComparisonRow.Report(comparison.Rows), lines.Skip(header + 2).TakeWhile(line => line.StartsWith('|')));
    }

    [Fact]
    public void Figures_AreWhatTheyAreWrittenAs()
    {
        foreach (Figure figure in Claimed.SelectMany(claim => claim.Figures))
        {
            Match number = LeadingNumber().Match(figure.Claimed);
            Assert.True(!number.Success || double.Parse(number.Value, CultureInfo.InvariantCulture) == figure.Value, $"{figure.Key} is written {figure.Claimed}, but has the value {figure.Value}.");
            Assert.True(figure.Tolerance.Allows(figure.Value, figure.Value), $"{figure.Key} would not hold as it is.");
        }
    }

    [Fact]
    public void Pages_StateTheFigures()
    {
        foreach ((Figure figure, string page) in Claimed.SelectMany(claim => claim.Figures).SelectMany(figure => figure.Pages.Select(page => (figure, page))))
        {
            string[] parts = page.Split(':', 2);
            Assert.Contains(figure.Claimed, parts[1], StringComparison.Ordinal);
            Assert.Contains(parts[1], Repository.Read(parts[0]), StringComparison.Ordinal);
        }

        Assert.All(Claimed.SelectMany(claim => claim.Pages), page => Assert.NotEmpty(MarkdownTable.In(Repository.Read(page.File))));
    }

    /// <summary>A class that is renamed would leave its claim with nothing that shows it.</summary>
    [Fact]
    public void Filters_HaveTests()
    {
        (string Type, string Method)[] tests = [.. Repository.Files.Where(file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith("Tests.cs", StringComparison.Ordinal)).SelectMany(Tests)];

        Assert.True(tests.Length > 500, $"Only {tests.Length} tests were found in the sources.");
        Assert.All(
            Claimed.Where(claim => claim.Tests is not null),
            claim => Assert.True(tests.Any(test => claim.Tests!.Matches(test.Type, test.Method)), $"{claim.Name}: no test is of '{claim.Tests!.Pattern}'."));
    }

    [Fact]
    public void Claims_NameACommandEach()
    {
        Assert.Equal(Claimed.Length, Claimed.Select(claim => claim.Name).Distinct().Count());
        Assert.All(Claimed, claim => Assert.Matches(@"^(\./test --filter-|\./fds run -f studies/|dotnet run -c Release --project benchmarks/)", claim.Command));
        Assert.All(Claimed.Where(claim => claim.Command.Contains(" DIR", StringComparison.Ordinal)), claim => Assert.Contains("data", claim.Needs));
    }

    private static IEnumerable<(string Type, string Method)> Tests(string file)
    {
        string text = Repository.Read(file);
        string type = $"{Namespace().Match(text).Groups[1].Value}.{Class().Match(text).Groups[1].Value}";
        return TestMethod().Matches(text).Select(match => (type, match.Groups[1].Value));
    }

    [GeneratedRegex(@"^-?\d+(\.\d+)?")]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^public (?:sealed |partial |abstract )*class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();

    [GeneratedRegex(@"^    public (?:async )?(?:void|Task|ValueTask) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();
}
