using Fds.Client.Charts;
using Fds.Client.Rendering;
using Xunit;

namespace Fds.Client.Tests.Rendering;

/// <summary>Charts in characters, as literal text.</summary>
public sealed class TerminalChartTests
{
    [Fact]
    public void Canvas_SetsTheDotsOfBraille()
    {
        BrailleCanvas canvas = new(2, 1);
        canvas.Set(0, 0);
        canvas.Set(3, 3);
        canvas.Set(4, 0);
        canvas.Set(-1, 0);
        Assert.Equal(["\u2801\u2880"], canvas.Lines);
    }

    [Fact]
    public void Steps_AreDrawnWithTheirEndsBesideThem()
    {
        Chart chart = Chart(new ChartSeries("learned", SeriesForm.Steps, [new(0, 0) { End = 50 }, new(50, 1) { End = 100 }]));
        Assert.Equal(
            [
                "Rate",
                "        1┤⠀⠀⠀⠀⠀⡏⠉⠉⠉⠉",
                "        0┤⣀⣀⣀⣀⣀⡇⠀⠀⠀⠀",
                "         └──────────",
                "          0 step 100",
            ],
            TerminalChart.Lines(chart, 21, 5));
    }

    [Theory]
    [InlineData(20, 8)]
    [InlineData(40, 8)]
    [InlineData(80, 24)]
    [InlineData(1, 1)]
    public void Lines_FitIntoTheirWidth(int width, int height)
    {
        Chart chart = Chart(new ChartSeries("start", SeriesForm.Steps, [new(0, 0.1) { End = 100 }]) { IsGhost = true }, new("loss", SeriesForm.Line, [.. Enumerable.Range(0, 50).Select(i => new ChartPoint(i * 2, Math.Sin(i)))]));
        IReadOnlyList<string> lines = TerminalChart.Lines(chart, width, height);
        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.Equal(Math.Max(5, height), lines.Count);
    }

    [Fact]
    public void Numbers_ThatAreNone_AreLeftOut()
    {
        Assert.Equal(["Rate", "  nothing to show"], TerminalChart.Lines(Chart(new ChartSeries("loss", SeriesForm.Line, [new(0, double.NaN), new(1, double.PositiveInfinity)])), 40, 8));
        Assert.Equal(5, TerminalChart.Lines(Chart(new ChartSeries("loss", SeriesForm.Line, [new(0, 1), new(1, double.NaN), new(2, 1)])), 40, 5).Count);
    }

    [Theory]
    [InlineData(119298.4, "119,298")]
    [InlineData(0.00001, "1e-5")]
    [InlineData(-0.025, "-0.025")]
    [InlineData(1234.56, "1,235")]
    [InlineData(2.5e15, "2.5e15")]
    [InlineData(double.NaN, "–")]
    public void Number_IsWrittenAsPeopleDo(double number, string expected) => Assert.Equal(expected, ChartNumber.Words(number));

    private static Chart Chart(params ChartSeries[] series) => new("Rate", new("step") { IsWhole = true }, new("rate"), series);
}
