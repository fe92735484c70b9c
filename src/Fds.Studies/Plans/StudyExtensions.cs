using Fds.Contracts.Studies;

namespace Fds.Studies.Plans;

/// <summary>Raising a study's limits, whether it runs, is paused, or has ended.</summary>
internal static class StudyExtensions
{
    /// <summary>The most outer steps that a study may be given.</summary>
    public const int MostOuterSteps = 10_000;

    /// <summary>The study with raised limits.</summary>
    public static StudySpecification Extended(StudySpecification study, StudyExtension extension) => study with
    {
        Outer = study.Outer with { Steps = extension.OuterSteps ?? study.Outer.Steps },
        Budget = study.Budget with
        {
            GradientSteps = extension.GradientSteps ?? study.Budget.GradientSteps,
            WallClock = extension.WallClock ?? study.Budget.WallClock,
        },
    };

    /// <summary>Why a study cannot be given these limits; null where it can.</summary>
    public static string? Complaint(StudyContext study, StudyExtension extension)
    {
        if (study.Plans.OfKind.WhyNotExtended(extension) is { } reason)
        {
            return reason;
        }

        BudgetSpecification budget = study.Specification.Budget;
        if (extension.GradientSteps is { } cost && !(cost >= budget.GradientSteps))
        {
            return $"--gradient-steps: found {cost:G}; expected the gradient steps in all, {(budget.GradientSteps is { } limit ? $"from {limit:G}, which {study.Name} has" : $"but {study.Name} has no such limit")}";
        }

        if (extension.WallClock is { } clock && !(clock >= budget.WallClock))
        {
            return $"--wall-clock: found {clock}; expected the time in all, {(budget.WallClock is { } limit ? $"from {limit}, which {study.Name} has" : $"but {study.Name} has no such limit")}";
        }

        StudyRecord record = study.Record;
        return record.State == StudyState.Failed && !record.EndedForBudget && study.Costs.OverBudget is null
            ? $"{study.Name} failed ({record.Reason}): more of the same would not change that. Submit it under another name with other values"
            : null;
    }

    /// <summary>Lets work of the same keys begin anew: what still runs of the old must not be taken for it.</summary>
    public static void BeginAnew(StudyContext study)
    {
        study.Record.Incarnation = study.NextIncarnation;
        study.Record.Reason = null;
        study.Record.Retrainings = [];
        study.Record.Candidates = [];
    }

    /// <summary>A study's limits in words.</summary>
    public static string Words(StudySpecification study) =>
        $"{study.Outer.Steps} outer steps" +
        (study.Budget.GradientSteps is { } cost ? $", {cost:G} gradient steps" : "") +
        (study.Budget.WallClock is { } clock ? $", {clock}" : "");
}
