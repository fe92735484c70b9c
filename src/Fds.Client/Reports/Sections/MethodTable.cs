using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>What every method reached, in the numbers of result.json.</summary>
internal static class MethodTable
{
    /// <summary>The table.</summary>
    public static XElement Of(ReportSubject subject)
    {
        bool isAccuracy = subject.Measure == TestMeasure.Accuracy;
        return Html.Table(
            "What each schedule reached",
            ["method", "validation loss", .. isAccuracy ? ["validation accuracy", "test accuracy"] : Array.Empty<string>(), "test loss", "worst retraining", "retrainings", .. HasHand(subject) ? ["against the hand"] : Array.Empty<string>()],
            subject.Methods.Select(method => Row(subject, method, isAccuracy)));
    }

    private static object?[] Row(ReportSubject subject, MethodLine method, bool isAccuracy)
    {
        TestFigures? figures = ReportWords.Figures(subject.Measure, method);
        double? worst = figures?.Values.MinBy(value => subject.Measure.Gain(value, 0));
        return
        [
            method.Name, Html.Number(method.ValidationLoss, ChartNumber.Words),
            .. isAccuracy ? [Html.Number(method.ValidationAccuracy, Words.Percent), ReportWords.Tested(TestMeasure.Accuracy, method.TestAccuracy)] : Array.Empty<object>(),
            ReportWords.Tested(TestMeasure.Loss, method.TestLoss), Html.Number(worst, isAccuracy ? Words.Percent : ChartNumber.Words), figures?.Values.Count.ToString() ?? "0",
            .. HasHand(subject) ? [AgainstHand(subject, method.Name)] : Array.Empty<object>(),
        ];
    }

    private static bool HasHand(ReportSubject subject) => subject.Comparison.Rows.Any(row => row.AgainstHand is not null);

    private static string AgainstHand(ReportSubject subject, string method) => subject.Comparison.Rows.FirstOrDefault(row => subject.Name(row) == method)?.AgainstHand is { } gain
        ? $"{subject.Measure.Signed(gain.Mean)}{(gain.StandardError is { } error ? $" ± {subject.Measure.Amount(error)}" : "")}"
        : "–";
}
