using Fds.Contracts.Studies;
using Fds.Core.Datasets;
using Fds.Core.Training;

namespace Fds.Studies.Numerics;

/// <summary>
/// How long the short runs of a search are. A run of a rung costs η times what a run of the rung below costs, where the cost is that of its
/// inner steps and of its evaluation, which is the same for all. Rungs so low that little but the evaluation would be paid for are left out.
/// </summary>
internal sealed class Rungs
{
    /// <summary>Fewer inner steps say nothing of a schedule.</summary>
    private const int FewestSteps = 4;

    private readonly SearchSpecification search;
    private readonly int whole;
    private readonly double evaluation;

    /// <summary>What a whole run costs in terms of one of the lowest rung: a power of η.</summary>
    private readonly int divisor;

    private Rungs(StudySpecification study, int whole, double evaluation)
    {
        (search, this.whole, this.evaluation) = (study.Search, whole, evaluation);

        // A schedule that is squeezed needs a step for every window; one that is cut does not.
        int fewest = search.Resume ? FewestSteps : Math.Max(FewestSteps, TrialTranslation.Windows(study));
        long lowest = 1;
        while (search.MinimumResource * lowest * search.ReductionFactor <= search.MaximumResource && StepsOf(ResourceOf(lowest * search.ReductionFactor)) >= fewest)
        {
            lowest *= search.ReductionFactor;
        }

        divisor = (int)lowest;
    }

    /// <summary>The least resource of a trial, as <c>search.minimumResource</c> would say it: with it, the lowest rung is the lowest.</summary>
    public int MinimumResource => search.MaximumResource / divisor;

    /// <summary>The rungs over a training set.</summary>
    /// <param name="study">The study.</param>
    /// <param name="examples">Examples of the whole training set; 0 for the analytic problem.</param>
    public static Rungs Of(StudySpecification study, int examples)
    {
        int validation = ValidationSplit.SizeOf(examples, study.Data.ValidationFraction);
        int whole = SpecificationTranslation.Steps(study, SpecificationTranslation.LastHorizon(study), examples - validation);
        return new(study, whole, RunCost.OfEvaluation(validation, study.Inner.BatchSize));
    }

    /// <summary>The inner step that a trial ends before.</summary>
    /// <param name="resource">Its resource: that of a rung that is not left out.</param>
    public int StepsOf(int resource) => (int)Math.Round(((whole + evaluation) * resource / search.MaximumResource) - evaluation);

    /// <summary>The resource of a trial that may have been asked before its data were known: at least that of the lowest rung.</summary>
    public int Raised(int resource) => Math.Max(resource, ResourceOf(divisor));

    /// <summary>The trial that can be the first to end the whole horizon, counted from 1. Hyperband promotes fewer where trials diverge; ASHA waits for as many of each rung.</summary>
    public long LeastTrials(StudyMethod method)
    {
        long rungs = 0;
        long all = 0;
        for (long size = 1; size <= divisor; size *= search.ReductionFactor)
        {
            rungs++;
            all += size;
        }

        return method == StudyMethod.Asha ? all : method.TriesShortRuns() ? divisor + rungs - 1 : 1;
    }

    private int ResourceOf(long part) => (int)Math.Round(search.MaximumResource / (double)part);
}
