using Fds.Contracts.Studies;
using Fds.Core.Adjoints;
using Fds.Core.Training;
using Fds.Grains.Devices;
using Fds.Studies.Numerics;
using Fds.Studies.Plans.Trials;
using Fds.Studies.Work;

namespace Fds.Grains.Planning;

/// <summary>Upper bound of a method's cost of learning, in the two units that are timed.</summary>
/// <param name="Method">The method.</param>
/// <param name="Gradients">Plain gradients, or what costs the same.</param>
/// <param name="Updates">Updates of one column at one inner step, in gradient steps.</param>
internal sealed record MethodForecast(StudyMethod Method, double Gradients, double Updates)
{
    /// <summary>In gradient steps.</summary>
    public double GradientSteps => Gradients + Updates;

    /// <summary>The forecast of a method; null if only a wall-clock budget limits the method.</summary>
    /// <param name="study">The study.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="horizons">T of every outer step.</param>
    /// <param name="validation">Examples held out.</param>
    /// <param name="trail">Of a horizon, the states that the device keeps in reverse mode, or null in forward mode; where it is null, what forecasts count on.</param>
    public static MethodForecast? Of(StudySpecification study, StudyMethod method, IReadOnlyList<int> horizons, int validation, Func<int, TrailPlan?>? trail = null)
    {
        Func<int, TrailPlan?> kept = trail ?? (horizon => HypergradientChoice.Expected(study, horizon));
        if (method == StudyMethod.Fds)
        {
            return OfFds(study with { Methods = [method] }, horizons, kept);
        }

        return method.IsGreedy()
            ? OfGreedy(study with { Methods = [method] }, horizons[^1], validation)
            : OfBlackBox(study, method, horizons, kept, RunCost.OfEvaluation(validation, study.Inner.BatchSize));
    }

    private static MethodForecast OfFds(StudySpecification study, IReadOnlyList<int> horizons, Func<int, TrailPlan?> kept)
    {
        double replicas = (double)study.Replicas * study.Population.Members;
        double gradients = replicas * horizons.Sum(horizon => GradientsOf(study, horizon, kept(horizon)) + CostForecast.OfGreedyPass(study, horizon));
        double all = replicas * horizons.Sum(horizon => Cost(study, horizon, kept(horizon)) + CostForecast.OfGreedyPass(study, horizon));
        return new(StudyMethod.Fds, gradients + CostForecast.OfStarting(study, horizons[^1]) + (study.Population.Members * CostForecast.OfConfirming(study, horizons[^1])), all - gradients);
    }

    /// <summary>
    /// Plain gradients of a replica: one per inner step in forward mode; in reverse mode those of the forward pass, of recomputation and of
    /// the backward pass; and in both one more per inner step for a hyperparameter of the loss.
    /// </summary>
    private static double GradientsOf(StudySpecification study, int horizon, TrailPlan? trail) =>
        (trail is null ? horizon : (2.0 * horizon) + trail.StepsAgain) + ((double)horizon * SpecificationTranslation.Curvature(study).LossScalars);

    private static double Cost(StudySpecification study, int horizon, TrailPlan? trail) =>
        trail?.Cost(SpecificationTranslation.Curvature(study).CostOfStep) ?? CostForecast.OfForward(study, horizon, horizon);

    private static MethodForecast OfGreedy(StudySpecification study, int horizon, int validation)
    {
        double evaluation = RunCost.OfEvaluation(validation, study.Inner.BatchSize);
        int runs = study.Greedy.Factors.Length * study.Seeds.Count;
        return new(study.Method, runs * (horizon + evaluation), runs * (GreedyTranslation.Cost(study, horizon, validation) - horizon));
    }

    private static MethodForecast? OfBlackBox(StudySpecification study, StudyMethod method, IReadOnlyList<int> horizons, Func<int, TrailPlan?> kept, double evaluation)
    {
        int segments = method == StudyMethod.Pbt ? TrialSearch.Segments(study) : 1;
        double? trials = method == StudyMethod.Pbt ? Math.Min(study.Search.Population * segments, study.Search.Trials ?? double.PositiveInfinity) : TrialSearch.MostTrials(study with { Methods = [method] });
        double confirming = CostForecast.OfConfirming(study with { Methods = [method] }, horizons[^1] + evaluation);
        double?[] limits =
        [
            (trials * (((double)horizons[^1] / segments) + evaluation)) + confirming,
            study.Budget.GradientSteps,
            method.IsSweep() ? null : study.Search.CostFactor * OfFds(study with { Methods = [StudyMethod.Fds] }, horizons, kept).GradientSteps,
        ];
        return limits.Min() is { } limit ? new(method, limit, 0) : null;
    }
}
