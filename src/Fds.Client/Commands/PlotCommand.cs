using System.CommandLine;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Client.Reports;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Commands;

/// <summary>fds plot: a study's schedules, loss and sensitivity in the terminal, or as an SVG file.</summary>
internal sealed class PlotCommand : ResultCommand
{
    private const int UsualWidth = 80;
    private const int LeastWidth = 20;
    private const int PlotWidth = 38;
    private const int LeastHeight = 8;
    private const int MostHeight = 16;
    private const int Gap = 2;

    private readonly Option<string?> show = new("--show") { Description = $"Only one of {string.Join(", ", PlotCharts.Names)}." };
    private readonly Option<string?> to = new Option<string?>("--to") { Description = "An SVG file to write instead." }.NotEmpty("a file");
    private readonly Option<bool> force = new("--force") { Description = "Replace the file if it is there." };

    public PlotCommand(Terminal terminal)
        : base(terminal, "plot", "Draws a study's schedules, its loss and its sensitivity over training, in the terminal or as SVG; also while the study runs. Example: fds plot mnist-lenet --show schedule")
    {
        show.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !PlotCharts.Names.Contains(word))
            {
                result.AddError($"--show: found '{word}'; expected one of {string.Join(", ", PlotCharts.Names)}.{NearestName.Hint(word, PlotCharts.Names)}");
            }
        });
        to.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { Length: > 0 } file }] && !file.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"--to: found '{file}'; expected a name that ends in .svg, the one format that plots are written in.");
            }
        });
        Add(show);
        Add(to);
        Add(force);
    }

    protected override int Show(StudyResult result, ParseResult parsed)
    {
        ReportSubject subject = new(result);
        IEnumerable<string> asked = parsed.GetValue(show) is { } one ? [one] : PlotCharts.Names;
        Chart[] charts = [.. asked.SelectMany(name => PlotCharts.Of(subject, name))];
        if (charts.Length == 0)
        {
            throw new ConsoleException(ExitCodes.StudyFailed, $"{result.Status.Name} has nothing to draw{(parsed.GetValue(show) is { } wanted ? $" for {wanted}" : "")} yet.");
        }

        if (parsed.GetValue(to) is { } file)
        {
            NewFile.Write(file, ChartSvg.File(result.Status.Name, charts), parsed.GetValue(force));
            Terminal.Say($"fds: {charts.Length} charts of {result.Status.Name} in {file}");
        }
        else
        {
            Draw([.. charts.SelectMany(PlotCharts.OneByOne)]);
        }

        return ExitCodes.Done;
    }

    /// <summary>As many beside each other as there is room for.</summary>
    private void Draw(Chart[] charts)
    {
        int width = Math.Max(LeastWidth, Terminal.ShowsData ? Terminal.Talk.Profile.Width : UsualWidth);
        int columns = Math.Clamp((width + Gap) / (PlotWidth + Gap), 1, Math.Max(1, charts.Length));
        int each = ((width + Gap) / columns) - Gap;
        int rows = (charts.Length + columns - 1) / columns;
        int height = Math.Clamp((Terminal.ShowsData ? Terminal.Talk.Profile.Height : rows * 10) / rows, LeastHeight, MostHeight);
        foreach (Chart[] beside in charts.Chunk(columns))
        {
            IReadOnlyList<string>[] drawn = [.. beside.Select(chart => TerminalChart.Lines(chart, each, height))];
            for (int line = 0; line < drawn.Max(lines => lines.Count); line++)
            {
                Terminal.Out.WriteLine(string.Concat(drawn.Select(lines => (line < lines.Count ? lines[line] : "").PadRight(each + Gap))).TrimEnd());
            }

            Terminal.Out.WriteLine();
        }
    }
}
