using System.Collections.Immutable;
using Fds.Contracts.Devices;
using Fds.Contracts.Planning;
using Fds.Contracts.Studies;
using Fds.Contracts.Studies.File;
using Fds.Studies.Plans.Children;
using Fds.Studies.Plans.Learning;
using Fds.Studies.Work;
using static System.FormattableString;

namespace Fds.Grains.Planning;

/// <summary>Warnings about settings that are probably mistakes, once the data are known.</summary>
internal static class PlanWarnings
{
    /// <summary>The warnings of the study file alone, and a warning if a budget does not cover the first outer step.</summary>
    public static ImmutableArray<StudyWarning> Of(StudySpecification study, StudyPlan plan)
    {
        ImmutableArray<StudyWarning> known = StudyWarnings.Of(study);
        return known.Any(warning => warning.Path == StudyWarnings.BudgetPath) || Budget(study, plan) is not { } poor ? known : [.. known, poor];
    }

    /// <summary>Each replica has its share of what a member of a population has in one generation.</summary>
    private static StudyWarning? Budget(StudySpecification study, StudyPlan plan)
    {
        if (study.Methods is not [StudyMethod.Fds] || study.Budget.GradientSteps is not { } budget)
        {
            return null;
        }

        WorkKey key = new() { Study = study.Name, Kind = study.Fluctuation is null ? WorkKind.Hypergradient : WorkKind.Fluctuation, OuterStep = 0, Replica = 0 };
        WorkOrder order = new() { Key = key, Attempt = 1, Pool = "", Specification = study, Schedule = OuterLoop.Schedule(OuterLoop.Initial(study)) };
        double cost = WorkCost.Of(order, plan.TrainingExamples + plan.ValidationExamples);
        double starting = CostForecast.OfStarting(study, WorkCost.OfCandidate(study, plan.TrainingExamples + plan.ValidationExamples));
        double studies = study.Population.Members * (study.Population.Members > 1 ? Population.Generations(study).Length : 1);
        return WorkCost.Complaint(key.Kind, cost, (budget - starting) / studies / study.Replicas) is null
            ? null
            : new(StudyWarnings.BudgetPath, Invariant($"{budget:G} gradient steps are less than the cost of {(starting > 0 ? $"finding a start, {starting:G6}, and of " : "")}the first outer step, {cost * study.Replicas * studies:G6} with all replicas and members, so nothing is learned."));
    }
}
