using System.Collections.Immutable;
using System.Xml.Linq;

namespace Fds.Claims;

/// <summary>The reports that <c>./test</c> leaves.</summary>
internal static class TestReports
{
    /// <summary>Every test of all reports in a folder; none where there is no such folder.</summary>
    public static ImmutableArray<TestOutcome> Read(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.xunit.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(file => XDocument.Load(file).Descendants("test").Select(Outcome))]
        : [];

    private static TestOutcome Outcome(XElement test) => new(
        (string?)test.Attribute("type") ?? "",
        (string?)test.Attribute("method") ?? "",
        (string?)test.Attribute("result") ?? "",
        test.Element("reason")?.Value ?? test.Element("failure")?.Element("message")?.Value ?? "",
        test.Element("output")?.Value ?? "");
}
