using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Client.Reports.Sections;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports;

/// <summary>report.html: a study's result as one page that needs nothing but a browser, no network and no scripts.</summary>
internal static class Report
{
    /// <summary>Nothing is loaded and nothing is run, whatever the page says.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>The sections, in the order in which they are read.</summary>
    private static readonly (string Id, string Title, Func<ReportSubject, IEnumerable<XElement?>> Content)[] Sections =
    [
        ("learned", "What was learned", LearnedSection.Of),
        ("worth", "What it is worth", WorthSection.Of),
        ("progress", "How it got there", ProgressSection.Of),
        ("sensitivity", "Where in the run a change would matter", SensitivitySection.Of),
        ("cost", "What it cost", CostSection.Of),
        ("faults", "What went wrong", FaultsSection.Of),
        ("use", "How to use it", UseSection.Of),
        ("made", "How it was made", MadeSection.Of),
    ];

    /// <summary>The page.</summary>
    public static string Of(StudyResult result)
    {
        ReportSubject subject = new(result);
        return Html.Page(Html.Of("html", new XAttribute("lang", "en"), Head(result.Status.Name), Html.Of("body", Header(subject), Contents(subject), Body(subject), Footer())));
    }

    private static XElement Head(string name) => Html.Of(
        "head",
        Html.Of("meta", new XAttribute("charset", "utf-8")),
        Html.Of("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        Html.Of("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", Policy)),
        Html.Of("meta", new XAttribute("name", "color-scheme"), new XAttribute("content", "light dark")),
        Html.Of("title", $"{name}: report"),
        Html.Of("style", ChartStyle.Text, ChartStyle.Read("report.css")));

    private static XElement Header(ReportSubject subject) => Html.Of(
        "header",
        Html.Of("p.kind", "Fds.Cluster study"),
        Html.Of("h1", subject.Result.Status.Name, " ", Html.Of($"span.state {subject.Result.Status.State.ToString().ToLowerInvariant()}", subject.Result.Status.State.ToString())),
        Html.Of("p.lead", ReportWords.Subject(subject)),
        subject.GoesOn ? Html.Of("p.note", $"The study goes on: {Words.Position(subject.Result.Status)}. This page shows it as it stood at {Words.Time(subject.Result.Status.UpdatedAt)}.") : null,
        subject.Result.Verdict is { } verdict ? Html.Of("p.verdict", Html.Of("strong", "Verdict: "), verdict) : null,
        KeyFigures.Of(subject));

    private static XElement Contents(ReportSubject subject) => Html.Of("nav", new XAttribute("aria-label", "Contents"), Html.Of("ol", Sections.Select(section => Html.Of("li", Html.Of("a", new XAttribute("href", $"#{section.Id}"), Title(section.Title, subject))))));

    private static XElement Body(ReportSubject subject) => Html.Of("main", Sections.Select(section => Html.Of(
        "section", new XAttribute("id", section.Id), new XAttribute("aria-labelledby", $"{section.Id}-title"), Html.Of("h2", new XAttribute("id", $"{section.Id}-title"), Title(section.Title, subject)), section.Content(subject))));

    private static string Title(string title, ReportSubject subject) => subject.Measures ? title.Replace("learned", "measured", StringComparison.Ordinal) : title;

    private static XElement Footer() => Html.Of("footer", Html.Of("p", "Made by fds. The page has everything in it: it can be mailed, printed, and opened without a network."));
}
