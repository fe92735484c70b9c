using System.Text.RegularExpressions;

namespace Fds.Architecture.Tests;

/// <summary>What the tree as a whole keeps to.</summary>
public sealed partial class TreeTests
{
    private const long LargestFile = 1024 * 1024;

    // Put together here so that this file does not contain them.
    private static readonly string[] UnfinishedWords = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception"];

    private static readonly string[] MachinePaths = ["/wo" + "rk/", "/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", "C:" + @"\Users", "/tm" + "p/"];

    private static readonly string[] RegistryHosts =
    [
        "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "pypi" + ".org", "pythonhosted" + ".org", "crates" + ".io", "proxy.golang" + ".org", "arti" + "factory", "/nexus" + "/",
    ];

    [Fact]
    public void Tree_WhenListed_HasOneSolutionFile() =>
        Assert.Equal(["Fds.Cluster.sln"], Repository.Files.Where(file => file.EndsWith(".sln", StringComparison.Ordinal) || file.EndsWith(".slnx", StringComparison.Ordinal)));

    [Fact]
    public void Solution_WhenRead_ListsEveryProjectAndNoOther()
    {
        IEnumerable<string> listed = ProjectPath().Matches(Repository.Read("Fds.Cluster.sln")).Select(match => match.Value.Replace('\\', '/')).Order(StringComparer.Ordinal);

        Assert.Equal(Repository.Projects, listed);
    }

    [Fact]
    public void Files_WhenMeasured_AreSmall() =>
        Assert.DoesNotContain(Repository.Files, file => new FileInfo(Repository.At(file)).Length > LargestFile);

    [Fact]
    public void Text_WhenSearched_HasNothingUnfinished() => Assert.Empty(Lines(UnfinishedWords));

    [Fact]
    public void Text_WhenSearched_NamesNoFolderOfOneMachine() => Assert.Empty(Lines(MachinePaths));

    [Fact]
    public void Text_WhenSearched_NamesNoPackageRegistry() => Assert.Empty(Lines(RegistryHosts));

    [Fact]
    public void Tests_WhenSearched_SkipOnlyAtRunTime() =>
        Assert.DoesNotContain(Lines(["Skip " + "= \"", "Skip" + "=\""]), line => line.StartsWith("tests/", StringComparison.Ordinal));

    [Theory]
    [InlineData("fds")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    [InlineData("eng/claims")]
    public void Command_WhenCheckedOut_IsExecutable(string file)
    {
        Assert.Contains(file, Repository.Files);
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no executable bits.");
        }
        else
        {
            Assert.True(File.GetUnixFileMode(Repository.At(file)).HasFlag(UnixFileMode.UserExecute), $"{file} is not executable: git update-index --chmod=+x {file}");
        }
    }

    [Fact]
    public void Readme_WhenItNamesCommands_TheyExist()
    {
        if (!Repository.Files.Contains("README.md"))
        {
            Assert.Skip("There is no README.md in this tree.");
        }

        string[] commands = [.. Command().Matches(Repository.Read("README.md")).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Contains("fds", commands);
        Assert.Contains("test", commands);
        Assert.DoesNotContain(commands, command => !Repository.Files.Contains(command));
    }

    [Fact]
    public void Documents_WhenTheyLinkInsideTheTree_TheTargetExists()
    {
        List<string> broken = [];
        foreach (string file in Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)))
        {
            string folder = Path.GetDirectoryName(Repository.At(file))!;
            IEnumerable<string> links = Link().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value).Where(link => !link.Contains(':', StringComparison.Ordinal));
            broken.AddRange(links.Where(link => !Path.Exists(Path.Combine(folder, link))).Select(link => $"{file}: {link}"));
        }

        Assert.Empty(broken);
    }

    private static IEnumerable<string> Lines(string[] words) =>
        from file in Repository.TextFiles
        from line in Repository.Read(file).Split('\n').Select((text, index) => (Text: text, Number: index + 1))
        where words.Any(word => line.Text.Contains(word, StringComparison.OrdinalIgnoreCase))
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    [GeneratedRegex(@"[\w.\\/-]+\.csproj")]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"(?:^|[\s`(])\./([\w.][\w./-]*)(?=[\s`)]|$)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")]
    private static partial Regex Link();
}
