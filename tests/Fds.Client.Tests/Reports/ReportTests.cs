using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Client.Reports;
using Fds.Client.Results;
using Fds.Contracts.Studies;
using Xunit;

namespace Fds.Client.Tests.Reports;

/// <summary>report.html as a document: what is on it, and that its numbers are those of result.json.</summary>
public sealed class ReportTests
{
    private const int MostBytes = 1_500_000;
    private static readonly string[] Sections = ["learned", "worth", "progress", "sensitivity", "cost", "faults", "use", "made"];

    public static TheoryData<string> Kinds => [.. ReportSamples.All.Keys];

    /// <summary>A kind of study, and the figure that comes first on its page.</summary>
    public static TheoryData<string, string> FirstFigures => new()
    {
        { "learning", "Learning rate" },
        { "groups", "Learning rate of each group" },
        { "regression", "Learning rate" },
        { "comparison", "Methods side by side" },
        { "search", "Trials of the search" },
        { "population", "Members of the population" },
        { "measurement", "Hypergradients by the learning rate" },
        { "not begun", "Learning rate" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_OfEveryKindOfStudy_HasAllItsSectionsInOrder_AndNoneIsEmpty(string kind)
    {
        XElement[] sections = [.. Parse(kind).Descendants("section")];

        Assert.Equal(Sections, sections.Select(section => section.Attribute("id")?.Value));
        Assert.All(sections, section =>
        {
            Assert.Equal($"{section.Attribute("id")!.Value}-title", section.Element("h2")?.Attribute("id")?.Value);
            Assert.True(section.Elements().Skip(1).Any(element => element.Value.Trim().Length > 0), $"{section.Attribute("id")!.Value} is empty and does not say why");
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Chart_OfEveryKindOfStudy_IsSaidInWordsAndHasItsNumbersAsATable(string kind)
    {
        XElement page = Parse(kind);
        Assert.All(page.Descendants("figure"), figure =>
        {
            XElement picture = Assert.Single(figure.Descendants(SvgCanvas.Svg + "svg"), svg => svg.Attribute("role")?.Value == "img");
            Assert.StartsWith(figure.Descendants("h3").Single().Value, picture.Attribute("aria-label")?.Value, StringComparison.Ordinal);
            Assert.NotEmpty(Assert.Single(figure.Elements("details")).Descendants("td"));
        });
        string[] ids = [.. page.DescendantsAndSelf().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Page_OfEveryKindOfStudy_AsksForNothingAndRunsNothing(string kind)
    {
        string[] unwanted = ["script", "link", "img", "iframe", "object", "embed", "form", "base"];
        XElement page = Parse(kind);

        Assert.DoesNotContain(page.Descendants(), element => unwanted.Contains(element.Name.LocalName));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || attribute.Name.LocalName == "src");
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(page.DescendantsAndSelf().Attributes("id"), id => link.Value == $"#{id.Value}"));
        Assert.DoesNotContain("url(", page.Descendants("style").Single().Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Descendants("style").Single().Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(FirstFigures))]
    public void Page_HasTheChartOfItsKindFirst(string kind, string title) => Assert.Equal(title, Parse(kind).Descendants("figure").First().Descendants("h3").Single().Value);

    [Theory]
    [InlineData("learning")]
    [InlineData("groups")]
    [InlineData("regression")]
    [InlineData("comparison")]
    [InlineData("search")]
    [InlineData("running")]
    public void Numbers_AreThoseOfResultJson(string kind)
    {
        StudyResult result = ReportSamples.All[kind]();
        using JsonDocument json = JsonDocument.Parse(MachineFormats.Json(ResultSummary.Of(result)));
        JsonElement root = json.RootElement;
        XElement page = Read(Report.Of(result));
        JsonElement[] methods = [.. root.GetProperty("methods").EnumerateArray(), .. root.GetProperty("best") is { ValueKind: JsonValueKind.Object } best ? [best] : (JsonElement[])[]];
        XElement[] rows = [.. Table(page, "What each schedule reached").Element("tbody")!.Elements("tr")];

        Assert.Equal(methods.Length, rows.Length);
        Assert.All(methods.Zip(rows), pair =>
        {
            Assert.StartsWith(pair.First.GetProperty("name").GetString()!, pair.Second.Element("th")!.Value, StringComparison.Ordinal);
            bool hasAccuracy = Table(page, "What each schedule reached").Descendants("th").Any(heading => heading.Value == "validation accuracy");
            double?[] expected =
            [
                Number(pair.First, "validationLoss"), .. hasAccuracy ? [Number(pair.First, "validationAccuracy"), .. Figures(pair.First, "testAccuracy")] : Array.Empty<double?>(), .. Figures(pair.First, "testLoss"),
            ];
            Assert.Equal(expected.Where(number => number is not null), Values(pair.Second).Take(expected.Count(number => number is not null)).Select(value => (double?)value));
        });
        Assert.Contains(root.GetProperty("gradientSteps").GetDouble(), Values(page.Descendants("dl").First()));
        Assert.Contains(root.GetProperty("seconds").GetDouble(), Values(page.Descendants("dl").First()));
        Assert.Equal(methods.Select(method => method.GetProperty("gradientSteps").GetDouble()).Where(cost => cost > 0).Distinct(), Values(Table(page, "Cost of learning, without retraining")).Intersect(methods.Select(method => method.GetProperty("gradientSteps").GetDouble())));
        Assert.Equal(root.GetProperty("verdict").GetString() is not null, page.Descendants("strong").Any(element => element.Value == root.GetProperty("verdict").GetString()));
    }

    [Fact]
    public void Schedule_InItsTable_IsThatOfResultJson()
    {
        StudyResult result = ReportSamples.All["learning"]();
        XElement table = Read(Report.Of(result)).Descendants("figure").First().Descendants("table").Single();
        string[] learned = [.. table.Descendants("tr").Where(row => row.Elements().First().Value == "learned").Select(row => row.Elements("td").ElementAt(1).Value)];

        Assert.Equal(ResultSummary.Of(result).Methods[0].Schedule!.LearningRate.Select(value => ChartNumber.Words(value)), learned);
    }

    [Fact]
    public void TextOfUsers_StaysText()
    {
        string page = Report.Of(ReportSamples.All["hostile"]());
        string shown = ReportSamples.Hostile.Replace('\u0001', '\uFFFD');
        XElement parsed = Read(page);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u0001', page);
        Assert.Equal(shown, parsed.Descendants("pre").Last().Value);
        Assert.Contains(shown, parsed.Descendants("strong").Select(element => element.Value));
        Assert.True(parsed.Descendants("li").Count(item => item.Value.Contains(shown, StringComparison.Ordinal)) >= 4);
    }

    [Fact]
    public void Faults_AreToldWithTheirReasons()
    {
        string[] faults = [.. Parse("comparison").Descendants("section").Single(section => section.Attribute("id")?.Value == "faults").Descendants("li").Select(item => item.Value)];

        Assert.Contains("1 trial left out (diverged; trial 7 of random): not finite after step 3", faults);
        Assert.StartsWith("Nothing: every run completed", Parse("search without faults").Descendants("section").Single(section => section.Attribute("id")?.Value == "faults").Element("p")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_SaysByHowMuchMethodsDifferFromTheHand()
    {
        string worth = Parse("comparison").Descendants("section").Single(section => section.Attribute("id")?.Value == "worth").Value;

        Assert.Contains("fds is better than the best schedule set by hand by 3.00 ± 0.00 points of test accuracy, seed by seed over 4 seeds.", worth, StringComparison.Ordinal);
        Assert.Equal(["+3.00 ± 0.00", "–", "-2.00 ± 0.00", "–"], Table(Parse("comparison"), "What each schedule reached").Element("tbody")!.Elements("tr").Select(row => row.Elements("td").Last().Value));
    }

    [Fact]
    public void Page_OfAStudyThatRuns_SaysHowFarItIs() =>
        Assert.Contains("The study goes on: outer step 2 of 30. This page shows it as it stood at 2026-03-01T12:00:00Z.", Parse("running").Descendants("header").Single().Value, StringComparison.Ordinal);

    [Fact]
    public void Page_OfAStudyThatFailedAtOnce_SaysWhyAndThatThereIsNothing()
    {
        XElement page = Parse("failed");

        Assert.Equal("The study ended as Failed: the data cannot be read", page.Descendants("section").Single(section => section.Attribute("id")?.Value == "faults").Descendants("li").Single().Value);
        Assert.Equal("There is no schedule to use yet.", page.Descendants("section").Single(section => section.Attribute("id")?.Value == "use").Element("p")!.Value);
    }

    [Fact]
    public void Use_HasThePyTorchExport()
    {
        string code = Parse("groups").Descendants("pre").First().Value;

        Assert.StartsWith("\"\"\"Schedules that Fds.Cluster learned in the study page, over 120 steps.", code, StringComparison.Ordinal);
        Assert.Contains("def set_step(optimizer, step, steps):", code, StringComparison.Ordinal);
        Assert.Contains("\"biases\": {", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfTheLargestStudy_IsSmallEnoughToMail()
    {
        string page = Report.Of(ReportSamples.Large());

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 100_000, MostBytes);
        Assert.Equal(Sections.Length, Read(page).Descendants("section").Count());
    }

    private static XElement Parse(string kind) => Read(Report.Of(kind == "search without faults" ? ReportSamples.Search(7) : ReportSamples.All[kind]()));

    /// <summary>The page is HTML that is XML as well, so that a strict reader finds what is wrong with it.</summary>
    private static XElement Read(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>\n<html", page, StringComparison.Ordinal);
        return XElement.Parse(page["<!DOCTYPE html>\n".Length..], LoadOptions.PreserveWhitespace);
    }

    private static XElement Table(XElement page, string caption) => page.Descendants("table").Single(table => table.Element("caption")?.Value == caption);

    private static IEnumerable<double> Values(XElement element) => element.Descendants("data").Select(data => double.Parse(data.Attribute("value")!.Value, System.Globalization.CultureInfo.InvariantCulture));

    private static double? Number(JsonElement method, string field) => method.GetProperty(field) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static double?[] Figures(JsonElement method, string field) => method.GetProperty(field) is { ValueKind: JsonValueKind.Object } figures ? [Number(figures, "mean"), Number(figures, "standardError")] : [];
}
