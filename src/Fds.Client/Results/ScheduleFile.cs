using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>schedule.json: the learned schedule per window and per inner step of the horizon that it was learned over.</summary>
/// <param name="Horizon">T, in inner steps.</param>
/// <param name="Windows">Values per window.</param>
/// <param name="Steps">Values per inner step.</param>
internal sealed record ScheduleFile(int Horizon, KindMap<ImmutableArray<double>> Windows, KindMap<ImmutableArray<double>> Steps)
{
    public static ScheduleFile Of(StudyResult result)
    {
        int horizon = HorizonOf(result);
        KindMap<ImmutableArray<double>> learned = result.Learned;
        return new(horizon, learned, KindMap.Of<ImmutableArray<double>>(kind => [.. PerStep(learned, kind, horizon)]));
    }

    /// <summary>
    /// T of the last outer step; where fds is not among the methods that of the longest run, retraining included, as those of a trial may
    /// be a part of it. 0 before any has ended.
    /// </summary>
    public static int HorizonOf(StudyResult result) => result.OuterSteps is [.., var last]
        ? last.InnerSteps
        : result.Methods.SelectMany(method => method.Retrainings.Select(run => run.InnerSteps).Concat(method.Trials.Select(trial => trial.InnerSteps))).DefaultIfEmpty().Max();

    private static IEnumerable<double> PerStep(KindMap<ImmutableArray<double>> schedule, HyperparameterKind kind, int horizon) =>
        WindowSpan.Of(schedule, kind, horizon).SelectMany(span => Enumerable.Repeat(span.Value, Math.Max(0, span.LastStep - span.FirstStep + 1)));
}
