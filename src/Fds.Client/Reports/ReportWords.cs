using System.Globalization;
using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports;

/// <summary>What a report says in words.</summary>
internal static class ReportWords
{
    private const double Percent = 100;

    /// <summary>A number without a fraction, its thousands apart.</summary>
    public static string Whole(double? value) => value is { } number ? number.ToString("N0", CultureInfo.InvariantCulture) : "–";

    /// <summary>The study in a sentence.</summary>
    public static string Subject(ReportSubject subject)
    {
        StudySpecification study = subject.Study;
        string horizon = subject.Horizon > 0 ? $", {Whole(subject.Horizon)} inner steps of {study.Inner.Optimiser.ToString().ToLowerInvariant()}" : $", {study.Inner.Optimiser.ToString().ToLowerInvariant()}";
        int values = subject.LearnedKinds.Sum(kind => study.Hyperparameters[kind].Initial.Length);
        string what = subject.Measures ? $"a measurement over {study.Replicas} runs" : $"{values} {(values == 1 ? "value" : "values")} of {string.Join(", ", subject.LearnedKinds.Select(ReportSubject.Name))}";
        string groups = study.Groups.IsDefaultOrEmpty ? "" : $" in {study.Groups.Length} groups of parameters";
        return $"{study.Model.Name} on {study.Data.Name}{horizon}; {what}{groups}{(subject.Measures ? "" : $", by {string.Join(", ", study.Methods.Select(method => method.Word()))}")}.";
    }

    /// <summary>A method's test figures by the study's measure.</summary>
    public static TestFigures? Figures(TestMeasure measure, MethodLine method) => measure == TestMeasure.Accuracy ? method.TestAccuracy : method.TestLoss;

    /// <summary>Test figures with their standard error; both numbers are there for programs, and no line breaks between them.</summary>
    public static IEnumerable<object> Tested(TestMeasure measure, TestFigures? figures)
    {
        if (figures is null)
        {
            return [Html.Of("span", "–")];
        }

        bool isAccuracy = measure == TestMeasure.Accuracy;
        Func<double?, string> words = isAccuracy ? value => measure.Amount(value ?? 0) : ChartNumber.Words;
        XElement mean = Html.Number(figures.Mean, words);
        return figures.StandardError is { } error ? [mean, "\u00A0±\u00A0", Html.Number(error, isAccuracy ? words : ChartNumber.Error), isAccuracy ? "\u00A0%" : ""] : [mean, isAccuracy ? "\u00A0%" : ""];
    }

    /// <summary>A share as a percentage.</summary>
    public static string Share(double share) => (Percent * share).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>Why a study of fds alone has something that others do not.</summary>
    public static string NoFds => "fds is not among the study's methods: there are no outer steps and no hypergradients.";
}
