using System.Xml.Linq;
using Fds.Client.Charts;
using Fds.Client.Rendering;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;

namespace Fds.Client.Reports.Sections;

/// <summary>What went wrong, and what to know before one trusts the rest: each with its reason.</summary>
internal static class FaultsSection
{
    private const double MuchClamped = 0.05;
    private const int MostReasons = 12;

    /// <summary>Its content.</summary>
    public static IEnumerable<XElement?> Of(ReportSubject subject)
    {
        string[] faults = [.. State(subject), .. Replicas(subject), .. Trials(subject), .. Retrainings(subject), .. Clamps(subject), .. Ranges(subject), .. StudyWarnings.Of(subject.Study).Select(warning => $"Warning of the study file: {warning}")];
        yield return faults.Length == 0
            ? Html.Of("p", "Nothing: every run completed, no clamp held much back, no value was held at the end of its range, and the study file gives no warning.")
            : Html.Of("ul", faults.Select(fault => Html.Of("li", fault)));
    }

    private static IEnumerable<string> State(ReportSubject subject)
    {
        if (subject.Result.Status.Reason is { } reason)
        {
            yield return $"The study {(subject.GoesOn ? "says" : $"ended as {subject.Result.Status.State}")}: {reason}";
        }

        foreach (MethodResult method in subject.Result.Methods.Where(method => subject.Study.Compares && (method.State is StudyState.Failed or StudyState.Cancelled || method.Reason is not null)))
        {
            yield return $"{method.Method.Word()}: {method.State}{(method.Reason is { } why ? $", {why}" : "")}";
        }
    }

    private static IEnumerable<string> Replicas(ReportSubject subject) => Grouped(
        from step in subject.Result.OuterSteps
        from replica in step.Replicas
        where replica.State != ReplicaState.Completed
        select (replica.State, replica.Reason, $"outer step {step.Index}"),
        "replica", "replicas").Concat(subject.Result.OuterSteps.Where(step => step.Unstable is not null).Select(step => $"Outer step {step.Index} was unstable, and learning rates were lowered: {step.Unstable}"));

    private static IEnumerable<string> Trials(ReportSubject subject) => subject.Result.Methods.SelectMany(method => Grouped(
        method.Trials.Where(trial => trial.State != ReplicaState.Completed).Select(trial => (trial.State, trial.Reason, $"trial {trial.Number} of {method.Method.Word()}")), "trial", "trials"));

    private static IEnumerable<string> Retrainings(ReportSubject subject) => Grouped(
        (subject.Result.Methods.IsEmpty ? subject.Result.Retrainings.Select(run => (Method: "", Run: run)) : subject.Result.Methods.SelectMany(method => method.Retrainings.Select(run => (Method: $" of {method.Method.Word()}", Run: run))))
            .Where(each => each.Run.State is not (ReplicaState.Completed or ReplicaState.Waiting or ReplicaState.Running))
            .Select(each => (each.Run.State, each.Run.Reason, $"seed {each.Run.Seed}{each.Method}, {each.Run.Schedule.ToString().ToLowerInvariant()} schedule")),
        "retraining", "retrainings");

    /// <summary>Runs that ended alike for the same reason are told together.</summary>
    private static IEnumerable<string> Grouped(IEnumerable<(ReplicaState State, string? Reason, string Where)> runs, string one, string many)
    {
        var groups = runs.GroupBy(run => (run.State, run.Reason)).Select(group => (group.Key, Where: group.Select(run => run.Where).ToArray())).OrderByDescending(group => group.Where.Length).ToArray();
        foreach (((ReplicaState state, string? reason), string[] where) in groups.Take(MostReasons))
        {
            string places = string.Join(", ", where.Distinct().Take(4)) + (where.Distinct().Count() > 4 ? ", …" : "");
            yield return $"{where.Length} {(where.Length == 1 ? one : many)} left out ({state.ToString().ToLowerInvariant()}; {places}): {reason ?? "no reason is known"}";
        }

        if (groups.Length > MostReasons)
        {
            yield return $"{groups.Skip(MostReasons).Sum(group => group.Where.Length)} more {many} were left out for other reasons; all are in trials.csv.";
        }
    }

    private static IEnumerable<string> Clamps(ReportSubject subject)
    {
        if (subject.Result.OuterSteps.SelectMany(step => step.Readings).Max(reading => reading.ProductsClamped) is { } products and > 0)
        {
            yield return $"Up to {ReportWords.Share(products)} of a value's Hessian products were clamped: such hypergradients are no derivatives, and can have the wrong sign.";
        }

        if (subject.Result.OuterSteps.Max(step => step.Measurements.GradientClamped) is { } gradients and > MuchClamped)
        {
            yield return $"Up to {ReportWords.Share(gradients)} of the gradients' elements were clamped in an outer step.";
        }
    }

    private static IEnumerable<string> Ranges(ReportSubject subject) =>
        from reading in subject.Result.OuterSteps.SelectMany(step => step.Readings)
        where reading.AtRange
        group reading by (reading.Kind, reading.Group) into place
        let own = subject.Study.Hyperparameters[place.Key.Kind]
        let name = $"{ReportSubject.Name(place.Key.Kind)}{(place.Key.Group is { } group ? $" of {group}" : "")}"
        let windows = place.Select(reading => reading.Window).Distinct().ToArray()
        let places = windows.Length == 1 ? $"window {windows[0]}" : $"{windows.Length} windows"
        let times = place.Count() == 1 ? "once" : $"{place.Count()} times"
        select $"The {name} was held at the end of its range ({ChartNumber.Words(own.Minimum)} to {ChartNumber.Words(own.Maximum)}) {times}, in {places}.";
}
