using System.Collections.Immutable;
using Fds.Client.Charts;
using Fds.Client.Results;
using Fds.Contracts.Studies;

namespace Fds.Client.Reports;

/// <summary>Schedules as lines over training.</summary>
internal static class ScheduleLines
{
    /// <summary>Name of the line of where a study began.</summary>
    public const string Start = "start";

    /// <summary>So many groups are on one chart.</summary>
    private const int MostGroups = 6;

    /// <summary>A schedule over a horizon that nobody knows yet is one over so many parts of the run.</summary>
    private const int UnknownHorizon = 100;
    private const double WideRange = 30;

    /// <summary>One chart for each kind that is learned; of many groups several.</summary>
    public static IEnumerable<Chart> Of(ReportSubject subject) => subject.LearnedKinds.SelectMany(kind => Parts(subject, kind).Select(groups => Of(subject, kind, groups)));

    /// <summary>The axis of training.</summary>
    public static ChartAxis Training(int horizon) => new(horizon > 0 ? "inner step" : "part of the run in %") { IsWhole = true };

    /// <summary>An axis of values: divided by powers of ten where they are of very different size and searched so.</summary>
    public static ChartAxis Values(string title, IEnumerable<double> values)
    {
        double[] all = [.. values];
        return new(title) { IsLogarithmic = all.Length > 0 && all.Min() > 0 && all.Max() / all.Min() > WideRange };
    }

    /// <summary>The values of one group as steps.</summary>
    public static IReadOnlyList<ChartPoint> Steps(ReportSubject subject, HyperparameterKind kind, ImmutableArray<double> values, int group)
    {
        int horizon = subject.Horizon > 0 ? subject.Horizon : UnknownHorizon;
        return values.IsDefaultOrEmpty ? [] : [.. WindowSpan.OfGroup(subject.Study.Hyperparameters[kind], values, group, horizon).Where(span => span.LastStep >= span.FirstStep).Select(span => new ChartPoint(span.FirstStep, span.Value) { End = span.LastStep + 1 })];
    }

    /// <summary>The groups of a kind that have a chart together.</summary>
    private static IEnumerable<int[]> Parts(ReportSubject subject, HyperparameterKind kind)
    {
        int groups = subject.Study.Hyperparameters[kind].Groups;
        int charts = (groups + MostGroups - 1) / MostGroups;
        return Enumerable.Range(0, groups).Chunk((groups + charts - 1) / charts);
    }

    private static Chart Of(ReportSubject subject, HyperparameterKind kind, int[] groups)
    {
        HyperparameterSpecification own = subject.Study.Hyperparameters[kind];
        ChartSeries[] lines = [.. Ghosts(subject, kind, groups), .. groups.Select((group, i) => new ChartSeries(own.IsGrouped ? subject.Study.Groups[group].Name : subject.HasFds ? "learned" : "best", SeriesForm.Steps, Steps(subject, kind, subject.Result.Learned[kind], group)) { Colour = i })];
        string several = own.Groups > groups.Length ? $", groups {groups[0] + 1} to {groups[^1] + 1} of {own.Groups}" : own.IsGrouped ? " of each group" : "";
        return new($"{Capital(ReportSubject.Name(kind))}{several}", Training(subject.Horizon), Within(own, Values(ReportSubject.Name(kind), All(lines)), All(lines)), lines)
        {
            Note = $"May be from {ChartNumber.Words(own.Minimum)} to {ChartNumber.Words(own.Maximum)}.",
        };
    }

    /// <summary>Where the study began, once if all groups began alike, its best outer step where that is another schedule, and what people set by hand.</summary>
    private static IEnumerable<ChartSeries> Ghosts(ReportSubject subject, HyperparameterKind kind, int[] groups)
    {
        if (!subject.HasFds)
        {
            yield break;
        }

        IReadOnlyList<ChartPoint>[] starts = [.. groups.Select(group => Steps(subject, kind, subject.Start[kind], group))];
        bool alike = starts.All(start => start.SequenceEqual(starts[0]));
        for (int i = 0; i < (alike ? 1 : groups.Length); i++)
        {
            yield return new(alike ? Start : $"{subject.Study.Groups[groups[i]].Name}, {Start}", SeriesForm.Steps, starts[i]) { Colour = alike ? 6 : i, IsGhost = true, HasTips = alike };
        }

        if (groups.Length == 1 && subject.Summary.Best?.Schedule is { } best && !best[kind].SequenceEqual(subject.Result.Learned[kind]))
        {
            yield return new("best outer step", SeriesForm.Steps, Steps(subject, kind, best[kind], groups[0])) { Colour = 1, IsGhost = true };
        }

        if (groups.Length == 1 && subject.Result.Methods.FirstOrDefault(method => method.Method == StudyMethod.Hand)?.Schedule is { } hand)
        {
            yield return new("best by hand", SeriesForm.Steps, Steps(subject, kind, hand[kind], groups[0])) { Colour = 2, IsGhost = true };
        }
    }

    /// <summary>What begins a title.</summary>
    public static string Capital(string name) => char.IsAsciiLetterLower(name[0]) ? $"{char.ToUpperInvariant(name[0])}{name[1..]}" : name;

    private static double[] All(IEnumerable<ChartSeries> lines) => [.. lines.SelectMany(line => line.Points.Select(point => point.Y))];

    /// <summary>A value that never changes is shown within its range.</summary>
    private static ChartAxis Within(HyperparameterSpecification own, ChartAxis axis, double[] values) => values.Distinct().Count() > 1
        ? axis
        : axis with { Minimum = own.Minimum, Maximum = own.Maximum, IsLogarithmic = own.Minimum > 0 && own.Maximum > WideRange * own.Minimum && values.All(value => value > 0) };
}
