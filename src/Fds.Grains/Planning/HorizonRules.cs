using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Training;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Learning;

namespace Fds.Grains.Planning;

/// <summary>
/// What a study asks of its horizons: that every window of a schedule has an inner step, in the shortest of them, too, whether it is learned
/// over or retrained over. Shortened trials and segments follow: a trial is never shorter than its schedules have windows, and a horizon has
/// as many segments as a schedule has windows.
/// </summary>
internal static class HorizonRules
{
    /// <summary>What is wrong with them, one sentence each.</summary>
    public static IEnumerable<string> Complaints(StudySpecification study, DataShape data)
    {
        int training = data.Training - ValidationSplit.SizeOf(data.Training, study.Data.ValidationFraction);
        PlannedHorizon[] learning = [.. PlannedHorizon.OfLearning(study, training)];
        PlannedHorizon[] all = PlannedHorizon.OfRetraining(study, data.Training) is { } retraining ? [.. learning, retraining] : learning;
        string?[] complaints = [TooLong(all.MaxBy(horizon => horizon.Steps)!), .. TooShort(study, learning, all), TooFewUpdates(study, learning.MinBy(horizon => horizon.Steps)!), TooRareUpdates(study, learning[^1])];
        return complaints.OfType<string>();
    }

    private static string? TooLong(PlannedHorizon horizon) => horizon.Steps <= Horizon.MostSteps
        ? null
        : $"{horizon.Field} is {horizon.Value} for {horizon.Runs}, which makes {horizon.Steps} inner steps; expected at most {horizon.Most(Horizon.MostSteps)}, as a horizon has at most {Horizon.MostSteps} inner steps.";

    /// <summary>Greedy methods have no windows while they learn, and never more of them afterwards than retraining has inner steps.</summary>
    private static IEnumerable<string?> TooShort(StudySpecification study, PlannedHorizon[] learning, PlannedHorizon[] all)
    {
        if (study.Methods.All(method => method.IsGreedy()))
        {
            return [];
        }

        // If learning is too short, retraining over the same field may be too; that is reported once.
        string? first = TooShort(study, learning.MinBy(horizon => horizon.Steps)!);
        return [first, all.Length > learning.Length && (first is null || all[^1].Field != learning[^1].Field) ? TooShort(study, all[^1]) : null];
    }

    private static string? TooShort(StudySpecification study, PlannedHorizon horizon)
    {
        HyperparameterKind kind = study.Kinds.MaxBy(kind => study.Hyperparameters[kind].Windows);
        int windows = study.Hyperparameters[kind].Windows;
        return horizon.Steps >= windows
            ? null
            : $"hyperparameters.{kind.FieldName()}.windows is {windows}, but {horizon.Runs} ({horizon.Field} is {horizon.Value}) has {Count(horizon.Steps, "inner step")}; " +
              $"expected at most {Count(horizon.Steps, "window")}, or {horizon.Field} of at least {horizon.Least(windows)} there.";
    }

    /// <summary>A learned kind of which no inner step updates any tangent has no hypergradient.</summary>
    private static string? TooFewUpdates(StudySpecification study, PlannedHorizon shortest)
    {
        foreach (HyperparameterKind kind in study.Kinds.Where(kind => study.Hyperparameters[kind].Learn))
        {
            int windows = study.Hyperparameters[kind].Windows;
            if (study.Methods.Contains(StudyMethod.Fds) && shortest.Steps >= windows && shortest.Steps <= Horizon.MostSteps && SpecificationTranslation.Pruning(study).SkipsAll((int)shortest.Steps, windows))
            {
                long length = shortest.Steps / windows;
                string expected = study.Outer.Pruning.Mode == PruningMode.Truncate && length > 1
                    ? $"expected at most {Math.Floor(1000.0 * (length - 1) / length) / 1000}, or longer windows"
                    : "expected windows of at least 2 inner steps, or no pruning";
                return
                    $"outer.pruning.ratio is {study.Outer.Pruning.Ratio:G}, which skips every inner step of the windows of hyperparameters.{kind.FieldName()}, {length} long in {shortest.Runs} " +
                    $"({shortest.Field} is {shortest.Value}); {expected}.";
            }
        }

        return null;
    }

    /// <summary>An interval that is longer than the horizon changes nothing.</summary>
    private static string? TooRareUpdates(StudySpecification study, PlannedHorizon last) =>
        study.Methods.Any(method => method is StudyMethod.Rtho or StudyMethod.Marthe) && study.Greedy.Interval > last.Steps
            ? $"greedy.interval is {study.Greedy.Interval}, but a run ({last.Field} is {last.Value}) has {Count(last.Steps, "inner step")}; expected at most {last.Steps}."
            : null;

    private static string Count(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
