using System.Xml.Linq;
using Fds.Client.Reports;
using Fds.Client.Tests.Reports;
using Fds.Contracts.Studies;
using Fds.Testing;
using Xunit;

namespace Fds.Client.Tests.Commands;

/// <summary>fds report and fds plot on a result folder.</summary>
[Collection(EnvironmentTests.Name)]
public sealed class ReportCommandTests
{
    [Fact]
    public async Task Report_OfAFolder_IsThePageThatTheFolderHas_AndReplacesNothingUnasked()
    {
        using TemporaryFolder folder = new();
        Samples.Write(ReportSamples.All["comparison"](), folder["results"]);
        string file = folder["page.html"];

        using Recorder first = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["report", folder["results"], "--to", file], first.Terminal));
        Assert.Equal($"fds: from the result folder {folder["results"]}\nfds: the report on page (Succeeded) in {file}\n", first.Talk);
        Assert.Equal(File.ReadAllText(Path.Combine(folder["results"], "report.html")), File.ReadAllText(file));

        using Recorder again = new();
        Assert.Equal(ExitCodes.Usage, await FdsConsole.Run(["report", folder["results"], "--to", file], again.Terminal));
        Assert.Contains($"--to: {file} is there already; expected another file, or --force to replace it.", again.Talk, StringComparison.Ordinal);
        using Recorder forced = new();
        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["report", folder["results"], "--to", file, "--force"], forced.Terminal));
    }

    [Fact]
    public async Task Plot_OfAFolder_DrawsEverythingPlainly_TwoBesideEachOther()
    {
        using TemporaryFolder folder = new();
        Samples.Write(ReportSamples.All["learning"](), folder.Path);
        using Recorder recorder = new();

        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["plot", folder.Path], recorder.Terminal));
        string[] lines = recorder.Data.Split('\n');
        Assert.StartsWith("Learning rate (dotted: start)            Momentum (dotted: start)", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("Validation loss by outer step            Sensitivity to the learning rate", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.DoesNotContain('\u001b', recorder.Data);
    }

    [Fact]
    public async Task Plot_ToSvg_IsOnePictureWithEveryChart()
    {
        using TemporaryFolder folder = new();
        Samples.Write(ReportSamples.All["groups"](), folder["results"]);
        using Recorder recorder = new();

        Assert.Equal(ExitCodes.Done, await FdsConsole.Run(["plot", folder["results"], "--show", "schedule", "--to", folder["x.svg"]], recorder.Terminal));
        XElement picture = XElement.Parse(File.ReadAllText(folder["x.svg"]));
        XNamespace svg = "http://www.w3.org/2000/svg";
        Assert.Equal(2, picture.Elements(svg + "svg").Count());
        Assert.Contains(picture.Descendants(svg + "tspan"), name => name.Value.Trim() == "━ biases");
        Assert.Empty(recorder.Data);
    }

    [Theory]
    [InlineData("not begun")]
    [InlineData("search")]
    [InlineData("measurement")]
    [InlineData("population")]
    public void Plot_OfEveryKindOfStudy_HasASchedule(string kind) => Assert.NotEmpty(PlotCharts.Of(new ReportSubject(ReportSamples.All[kind]()), "schedule"));

    [Fact]
    public void Plot_OfWhatIsNotThereYet_IsEmpty()
    {
        ReportSubject early = new(ReportSamples.All["not begun"]());
        Assert.Empty(PlotCharts.Of(early, "loss"));
        Assert.Empty(PlotCharts.Of(early, "sensitivity"));
    }
}
