using Fds.Contracts.Studies;

namespace Fds.Studies.Plans.Children;

/// <summary>A comparison's methods as pure functions of the study: each is a study of its own, over the same space, with its own budget.</summary>
internal static class Comparison
{
    /// <summary>Name of a method's study.</summary>
    public static string Name(string study, StudyMethod method) => $"{study}-{method.Word()}";

    /// <summary>Whether a method cannot begin yet, because its budget is a multiple of the cost of fds and fds has not finished.</summary>
    public static bool Waits(StudySpecification study, StudyMethod method, double? costOfFds) => costOfFds is null && DependsOnFds(study, method);

    /// <summary>The study that runs a method.</summary>
    public static StudySubmission Study(StudySubmission parent, StudyMethod method, double? costOfFds)
    {
        StudySpecification study = parent.Specification;
        double? byFds = DependsOnFds(study, method) ? study.Search.CostFactor * costOfFds : null;
        double? budget = byFds < study.Budget.GradientSteps ? byFds : study.Budget.GradientSteps ?? byFds;
        return new()
        {
            File = $"{parent.File}\n# method {method.Word()}\n",
            Specification = study with
            {
                Name = Name(study.Name, method),
                Methods = [method],
                Budget = study.Budget with { GradientSteps = budget },
                Search = study.Search with { CostFactor = null },
            },
        };
    }

    private static bool DependsOnFds(StudySpecification study, StudyMethod method) => method.IsBlackBox() && !method.IsSweep() && study.Search.CostFactor is not null;
}
