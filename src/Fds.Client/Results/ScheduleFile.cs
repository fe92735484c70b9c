using System.Collections.Immutable;
using Fds.Contracts.Studies;

namespace Fds.Client.Results;

/// <summary>schedule.json: the learned schedule per window and per inner step of the horizon that it was learned over.</summary>
/// <param name="Horizon">T, in inner steps.</param>
/// <param name="Windows">Values per window; of a kind with values for each group of parameters, group after group.</param>
/// <param name="Steps">Values per inner step; none of a kind with values for each group, which are under <paramref name="Groups"/>.</param>
/// <param name="Groups">For each group of parameters its whole schedules, those that all groups share included; null where there are no groups.</param>
internal sealed record ScheduleFile(int Horizon, KindMap<ImmutableArray<double>> Windows, KindMap<ImmutableArray<double>> Steps, ImmutableArray<GroupSchedule>? Groups)
{
    public static ScheduleFile Of(StudyResult result)
    {
        int horizon = HorizonOf(result);
        KindMap<ImmutableArray<double>> learned = result.Learned;
        StudySpecification study = result.Submission.Specification;
        return new(
            horizon,
            learned,
            KindMap.Of<ImmutableArray<double>>(study.Kinds, kind => study.Hyperparameters[kind].IsGrouped ? [] : WindowSpan.PerStep(WindowSpan.Of(learned[kind], horizon))),
            study.Groups.IsDefaultOrEmpty ? null : [.. study.Groups.Select((group, i) => GroupSchedule.Of(study, group, i, learned, horizon))]);
    }

    /// <summary>
    /// T of the last outer step; where fds is not among the methods that of the longest run, retraining included, as those of a trial may
    /// be a part of it. 0 before any has ended.
    /// </summary>
    public static int HorizonOf(StudyResult result) => result.OuterSteps is [.., var last]
        ? last.InnerSteps
        : result.Methods.SelectMany(method => method.Retrainings.Select(run => run.InnerSteps).Concat(method.Trials.Select(trial => trial.InnerSteps))).DefaultIfEmpty().Max();
}
