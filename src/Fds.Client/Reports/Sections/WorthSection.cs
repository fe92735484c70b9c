using System.Xml.Linq;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>What the schedules are worth: the verdict, and test figures after training from scratch.</summary>
internal static class WorthSection
{
    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        if (subject.Measures)
        {
            yield return Html.Of("p", "Nothing was learned, so nothing is compared: the study measures.");
            yield break;
        }

        yield return Html.Of("p", subject.Result.Verdict is { } verdict ? Html.Of("strong", verdict) : NoVerdict(subject));
        foreach (string sentence in AgainstHand(subject))
        {
            yield return Html.Of("p", sentence);
        }

        if (!subject.Methods.Any(method => ReportWords.Figures(subject.Measure, method) is not null))
        {
            yield return Html.Of("p", NothingRetrained(subject));
        }
        else if (!subject.Study.Compares)
        {
            yield return ChartFigure.Grid([ChartFigure.Of(TestChart.Of(subject, $"{ScheduleLines.Capital(subject.Measure.Name)} after training from scratch"), "tested")]);
        }

        yield return MethodTable.Of(subject);
    }

    private static string NothingRetrained(ReportSubject subject) => subject.Study.Retrain.Seeds == 0
        ? "There are no test figures, because the study file says retrain.seeds: 0."
        : subject.GoesOn ? "There are no test figures yet: the schedules are trained from scratch at the end." : "There are no test figures, because no training from scratch completed.";

    private static string NoVerdict(ReportSubject subject) => subject.GoesOn
        ? "There is no verdict yet, because the study goes on."
        : "There is no verdict, because the study did not retrain its start beside what it learned (outer.rule: adam does). Read the figures with their standard errors.";

    private static IEnumerable<string> AgainstHand(ReportSubject subject) =>
        from row in subject.Comparison.Rows
        where row.AgainstHand is { StandardError: not null } && subject.Name(row).StartsWith(StudyMethod.Fds.Word(), StringComparison.Ordinal)
        let gain = row.AgainstHand
        let certain = Math.Abs(gain.Mean) > 2 * gain.StandardError
        let figures = $"{subject.Measure.Amount(Math.Abs(gain.Mean))} ± {subject.Measure.Amount(gain.StandardError!.Value)} {subject.Measure.Unit}, seed by seed over {gain.Values.Count} seeds"
        select certain
            ? $"{subject.Name(row)} is {(gain.Mean > 0 ? "better" : "worse")} than the best schedule set by hand by {figures}."
            : $"{subject.Name(row)} cannot be told from the best schedule set by hand: it is {(gain.Mean > 0 ? "better" : "worse")} by {figures}.";
}
