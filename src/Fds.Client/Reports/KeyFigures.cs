using System.Xml.Linq;
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
        if (!subject.Measures && subject.Summary.Methods is [var first, ..])
        {
            figures.Add(($"{subject.Measure.Name} of {first.Name}", ReportWords.Tested(subject.Measure, ReportWords.Figures(subject.Measure, first))));
            figures.Add(($"validation loss of {first.Name}", Html.Number(first.ValidationLoss, Words.Number)));
        }

        if (subject.Measures)
        {
            figures.Add(("runs measured", Html.Number(subject.Result.Fluctuation?.Completed.Length, Words.Number)));
        }

        figures.Add(("gradient steps in all", Html.Number(subject.Summary.GradientSteps, ReportWords.Whole)));
        figures.Add(("time", Html.Number(subject.Summary.Seconds, seconds => Words.Duration(seconds ?? 0) ?? "–")));
        return Html.Of("dl.figures", figures.Select(figure => Html.Of("div", Html.Of("dt", figure.Name), Html.Of("dd", figure.Value))));
    }
}
