using System.Reflection;

namespace Fds.Architecture.Tests.Wire;

/// <summary>The committed <c>wire.txt</c> is what silos and consoles of different builds agree on.</summary>
public sealed class WirePinTests
{
    private const string File = "tests/Fds.Architecture.Tests/wire.txt";
    private const string Switch = "FDS_UPDATE_WIRE";

    [Fact]
    public void Wire_WhenDescribed_IsAsPinned()
    {
        string described = WireDescription.Describe([Assembly.Load("Fds.Contracts"), Assembly.Load("Fds.Studies"), Assembly.Load("Fds.Grains")]);
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            System.IO.File.WriteAllText(Repository.At(File), described);
        }

        string pinned = System.IO.File.Exists(Repository.At(File)) ? Repository.Read(File) : "";
        if (pinned != described)
        {
            Assert.Fail(
                $"""
                What crosses the wire is not what {File} says ('-' pinned, '+' found):
                {Difference(pinned, described)}
                A new member takes a new id; ids and aliases in use never change. If the change is meant:
                  {Switch}=1 dotnet run --project tests/Fds.Architecture.Tests -- -method '*{nameof(Wire_WhenDescribed_IsAsPinned)}'
                and commit {File}.
                """);
        }
    }

    [Fact]
    public void Difference_WhenALineMoved_ShowsItUnderItsType()
    {
        string difference = Difference("A\n  class a\n    0 X Int32\n  class b\n    0 Y Int32\n", "A\n  class a\n    1 X Int32\n  class b\n    0 Y Int32\n");

        Assert.Equal("- class a: 0 X Int32\n+ class a: 1 X Int32", difference);
    }

    private static string Difference(string pinned, string described)
    {
        List<string> before = Qualified(pinned);
        List<string> after = Qualified(described);
        List<string> lines = [.. before.Except(after).Select(line => "- " + line), .. after.Except(before).Select(line => "+ " + line)];
        return lines.Count > 0 ? string.Join('\n', lines) : "(only the order or the line ends differ)";
    }

    /// <summary>Each member's line with its type's line before it, so that equal lines of different types stay apart.</summary>
    private static List<string> Qualified(string text)
    {
        List<string> lines = [];
        string type = "";
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isMember = line.StartsWith("    ", StringComparison.Ordinal);
            type = isMember ? type : line.Trim();
            lines.Add(isMember ? $"{type}: {line.Trim()}" : type);
        }

        return lines;
    }
}
