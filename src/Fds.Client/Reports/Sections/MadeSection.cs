using System.Xml.Linq;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports.Sections;

/// <summary>How the results were made, so that they can be made again.</summary>
internal static class MadeSection
{
    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        yield return Html.Of("dl.made", Facts(subject).SelectMany(fact => new[] { Html.Of("dt", fact.Name), Html.Of("dd", fact.Value) }));
        yield return Html.Of("h3", "The study file");
        yield return Html.Of("pre", new XAttribute("tabindex", "0"), new XAttribute("aria-label", "The study file"), Html.Of("code", subject.Result.Submission.File));
    }

    private static IEnumerable<(string Name, object Value)> Facts(ReportSubject subject)
    {
        (StudyResult result, StudySpecification study) = (subject.Result, subject.Study);
        yield return ("Command", Html.Of("code", $"fds run -f {result.Status.Name}.yaml"));
        string runs = subject.Measures ? $"{study.Replicas} runs" : $"{Count(study.Replicas, "replica")} for each outer step, {Count(study.Retrain.Seeds, "retraining")} of a schedule";
        yield return ("Seeds", $"study seed {study.Seeds.Base}, {runs}. Every other seed follows from the study's, so the same file gives the same numbers.");
        yield return ("Devices", Devices(result));
        yield return ("Versions", string.Join(", ", result.Versions.OrderBy(version => version.Key, StringComparer.Ordinal).Select(version => $"{version.Key} {version.Value}")));
        if (result.Status.SubmittedAt != default)
        {
            yield return ("Submitted", $"{Words.Time(result.Status.SubmittedAt)}; last changed {Words.Time(result.Status.UpdatedAt)}");
        }

        if (result.Status.Hypergradients is { } computed)
        {
            yield return ("Hypergradients", Words.Computation(computed));
        }

        foreach (IReadOnlyList<string> row in DataRows.Of(result.Status.Data))
        {
            yield return ($"Data: {row[0]}", row[1]);
        }
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    private static string Devices(StudyResult result)
    {
        IEnumerable<string?> all = result.OuterSteps.SelectMany(step => step.Replicas.Select(replica => replica.Device)).Concat(result.Methods.SelectMany(method => method.Trials.Select(trial => trial.Device)));
        string[] used = [.. all.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        return used.Length == 0 ? result.Device : $"{result.Device}: {string.Join(", ", used.Take(16))}{(used.Length > 16 ? $" and {used.Length - 16} more" : "")}";
    }
}
