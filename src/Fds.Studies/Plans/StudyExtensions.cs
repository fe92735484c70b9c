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
            return $"--gradient-steps: found {cost:G}; {(budget.GradientSteps is { } limit ? $"expected the total of gradient steps, at least {limit:G}, the limit of {study.Name} now" : $"{study.Name} has no limit on gradient steps")}";
        }

        if (extension.WallClock is { } clock && !(clock >= budget.WallClock))
        {
            return $"--wall-clock: found {clock}; {(budget.WallClock is { } limit ? $"expected the total time, at least {limit}, the limit of {study.Name} now" : $"{study.Name} has no time limit")}";
        }

        StudyRecord record = study.Record;
        return record.State == StudyState.Failed && !record.EndedForBudget && study.Costs.OverBudget is null
            ? $"{study.Name} failed ({record.Reason}), and higher limits would not change that. Submit it under another name with other values"
            : null;
    }

    /// <summary>Lets work with the same keys start again under a new incarnation, so that old runs are not mistaken for new ones.</summary>
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
