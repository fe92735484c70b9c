using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports;

/// <summary>The few numbers that most readers look for.</summary>
internal static class KeyFigures
{
    /// <summary>The numbers with what they are.</summary>
    public static XElement Of(ReportSubject subject)
    {
        List<(string Name, object? Value)> figures = [];
        if (!subject.Measures && Best(subject) is { } best)
        {
            figures.Add(($"{(subject.Study.Compares ? "best " : "")}{subject.Measure.Name} ({best.Name})", ReportWords.Tested(subject.Measure, ReportWords.Figures(subject.Measure, best))));
            figures.Add(($"validation loss ({best.Name})", Html.Number(best.ValidationLoss, ChartNumber.Words)));
        }

        if (subject.Measures)
        {
            figures.Add(("runs measured", Html.Number(subject.Result.Fluctuation?.Completed.Length, ChartNumber.Words)));
        }

        figures.Add(("gradient steps in all", Html.Number(subject.Summary.GradientSteps, ReportWords.Whole)));
        figures.Add(("time", Html.Number(subject.Summary.Seconds, seconds => Words.Duration(seconds ?? 0) ?? "–")));
        return Html.Of("dl.figures", figures.Select(figure => Html.Of("div", Html.Of("dt", figure.Name), Html.Of("dd", figure.Value))));
    }

    /// <summary>The method that the numbers are of: of a comparison the one with the best test figures.</summary>
    private static MethodLine? Best(ReportSubject subject) => subject.Study.Compares
        ? subject.Methods.MaxBy(method => ReportWords.Figures(subject.Measure, method) is { } figures ? subject.Measure.Gain(figures.Mean, 0) : double.NegativeInfinity)
        : subject.Methods is [var only, ..] ? only : null;
}
