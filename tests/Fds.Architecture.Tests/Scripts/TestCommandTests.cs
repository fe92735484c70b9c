namespace Fds.Architecture.Tests.Scripts;

/// <summary>The summary of <c>./test</c> against a stand-in that leaves reports as xunit writes them.</summary>
public sealed class TestCommandTests : IDisposable
{
    private readonly ScriptFolder folder = new();

    public TestCommandTests()
    {
        folder.Write("tests/A.Tests/A.Tests.csproj", """<PackageReference Include="xunit.v3" />""");
        folder.Write("tests/B.Tests/B.Tests.csproj", """<PackageReference Include="xunit.v3" />""");
        folder.Write("tests/Shared/Shared.csproj", "<Project />");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Test_WhenAllPass_SumsTheProjects()
    {
        Dotnet(0, Report("a", passed: 3), Report("b", passed: 14));

        AssertEnds(0, "17 passed, 0 failed");
    }

    [Fact]
    public void Test_WhenSomeAreSkipped_SaysSo()
    {
        Dotnet(0, Report("a", passed: 3, skipped: 2), Report("b", passed: 1));

        AssertEnds(0, "4 passed, 0 failed, 2 skipped");
    }

    [Fact]
    public void Test_WhenSomeFail_FailsWithTheirNumber()
    {
        Dotnet(2, Report("a", passed: 3, failed: 2), Report("b", passed: 1, errors: 1));

        AssertEnds(2, "4 passed, 3 failed");
    }

    [Fact]
    public void Test_WhenAReportHasFailuresButTheRunClaimsSuccess_Fails()
    {
        Dotnet(0, Report("a", passed: 3, failed: 1));

        AssertEnds(2, "3 passed, 1 failed");
    }

    [Fact]
    public void Test_WhenAProjectBreaksOff_CountsItAsAFailure()
    {
        Dotnet(1, Report("a", passed: 3));

        AssertEnds(1, "3 passed, 1 failed");
    }

    [Fact]
    public void Test_WhenTheBuildFails_Fails()
    {
        Dotnet(1);

        AssertEnds(1, "0 passed, 1 failed");
    }

    [Fact]
    public void Test_WhenNoTestRan_Fails()
    {
        Dotnet(0, Report("a"), Report("b"));

        AssertEnds(8, "0 passed, 0 failed");
    }

    [Fact]
    public void Test_WhenReportsOfAnEarlierRunLie_DoesNotCountThem()
    {
        folder.Write("artifacts/test-results/old.xunit.xml", """<assemblies><assembly errors="0" failed="7" passed="9" skipped="0" total="16" /></assemblies>""");
        Dotnet(0, Report("a", passed: 1));

        AssertEnds(0, "1 passed, 0 failed");
    }

    [Fact]
    public void Test_WhenGivenArguments_PassesThemOn()
    {
        Dotnet(0, Report("a", passed: 1));

        folder.Run("test", ["--filter-class", "*Some Thing*"]);

        string call = Assert.Single(folder.Calls, call => call.StartsWith("test ", StringComparison.Ordinal));
        Assert.EndsWith(" --filter-class *Some Thing*", call, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_WhenProjectsEnd_TellsTheSecondsOfEachLongestFirstBeforeTheSum()
    {
        const string Minutes = """start-rtf="2026-01-01T23:59:30.2500000+00:00" finish-rtf="2026-01-02T01:01:00.0000000+01:00" """;
        const string Moment = """start-rtf="2026-01-01T10:00:00.0000000+00:00" finish-rtf="2026-01-01T10:00:01.6000000+00:00" """;
        Dotnet(0, Report("some where/Short.Tests.dll", passed: 1, times: Moment), Report("Long.Tests.dll", passed: 1, times: Minutes));

        string[] lines = folder.Run("test", []).Output.TrimEnd('\n').Split('\n');

        Assert.Equal(["   90 s  Long.Tests", "    2 s  Short.Tests"], lines[^5..^3]);
        Assert.Matches("^ *-?[0-9]+ s  building and starting them$", lines[^3]);
        Assert.Matches("^ *[0-9]+ s  in all$", lines[^2]);
        Assert.Equal("2 passed, 0 failed", lines[^1]);
    }

    private static string Report(string name, int passed = 0, int failed = 0, int skipped = 0, int errors = 0, string times = "") =>
        // A collection repeats the numbers: only the assembly's count. A test's name may look like an attribute.
        $"""
        printf '%s' '<assemblies schema-version="3"><assembly name="{name}" {times}errors="{errors}" failed="{failed}" not-run="0" passed="{passed}" skipped="{skipped}" total="9"><collection name="c passed=&quot;5&quot;" failed="{failed}" passed="{passed}" skipped="{skipped}"></collection></assembly></assemblies>' > 'artifacts/test-results/{Path.GetFileName(name)}.xunit.xml'
        """;

    private void Dotnet(int code, params string[] reports) => folder.Dotnet($"if [[ $1 == test ]]; then\n{string.Join('\n', reports)}\nexit {code}\nfi");

    private void AssertEnds(int code, string lastLine)
    {
        (int found, string output, string error) = folder.Run("test", []);
        Assert.Equal(lastLine, output.TrimEnd('\n').Split('\n')[^1]);
        Assert.True(code == found, $"Expected exit code {code} but got {found}. {error}");
    }
}
