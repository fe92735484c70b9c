using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>What was learned: first what is the study's own kind of result, then the schedules.</summary>
internal static class LearnedSection
{
    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        if (subject.Measures)
        {
            return MeasurementCharts.Of(subject);
        }

        return [.. First(subject), .. Schedules(subject)];
    }

    private static IEnumerable<XElement?> First(ReportSubject subject)
    {
        if (subject.Study.Compares)
        {
            yield return subject.Methods.Any(method => ReportWords.Figures(subject.Measure, method) is not null)
                ? ChartFigure.Grid([ChartFigure.Of(TestChart.Of(subject, "Methods side by side"), "methods")])
                : Html.Of("p", "The methods are not compared yet, because no schedule has been trained again.");
        }
        else if (subject.Study.Population.Members > 1)
        {
            yield return PopulationChart.Of(subject);
        }
        else if (!subject.HasFds)
        {
            yield return TrialChart.Of(subject);
        }
    }

    private static IEnumerable<XElement?> Schedules(ReportSubject subject)
    {
        yield return Html.Of("p", Introduction(subject));
        if (subject.LearnedKinds.IsEmpty)
        {
            yield break;
        }

        yield return ChartFigure.Grid([.. ScheduleLines.Of(subject).Select((chart, i) => ChartFigure.Of(chart, $"schedule-{i}"))]);
        string[] still = [.. subject.Study.Kinds.Except(subject.LearnedKinds).Select(kind => $"{ReportSubject.Name(kind)} {string.Join(", ", subject.Result.Learned[kind].Distinct().Select(value => ChartNumber.Words(value)))}")];
        yield return still.Length == 0 ? null : Html.Of("p.note", $"Not learned: {string.Join("; ", still)}.");
    }

    private static string Introduction(ReportSubject subject)
    {
        if (subject.LearnedKinds.IsEmpty)
        {
            return "Nothing was learned: the study file learns no kind of hyperparameter.";
        }

        if (subject.HasFds && subject.Result.OuterSteps.IsEmpty)
        {
            return "Nothing is learned yet, because no outer step has ended. The charts show where the study begins.";
        }

        string chosen = subject.Result.Candidates.FirstOrDefault(candidate => candidate.IsChosen) is { } candidate
            ? $" It was chosen among {subject.Result.Candidates.Length} schedules by fresh runs: {Candidate(candidate.Name)}."
            : "";
        return subject.HasFds
            ? $"The schedule that fds learned (bold) and where it began (dashed).{chosen}"
            : $"The schedule with the lowest validation loss that {string.Join(", ", subject.Study.Methods.Select(method => method.Word()))} found.{chosen}";
    }

    private static string Candidate(string name) => name == CandidateRecord.Start ? "the start is kept" : $"“{name}” was best";
}
