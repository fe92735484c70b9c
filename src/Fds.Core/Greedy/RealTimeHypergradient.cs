using System.Collections.Immutable;
using Fds.Core.Curvature;
using Fds.Core.HyperOptimisation;
using Fds.Core.Runtime;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Greedy;

/// <summary>
/// ∇L_val(θ_{t+1})·Z while a run trains, on one mini-batch of held-out examples: one column per learned kind, whose window is the whole
/// run, discounted by μ from step to step.
/// </summary>
/// <remarks>
/// Donini et al. (IJCAI 2020): Z_{t+1} = μ A_t Z_t + B_t, where A_t and B_t are the derivatives of a step by the state, (θ, v), and by the
/// hyperparameters. Where μ is always 0 no Hessian product is needed, and none is computed or counted.
/// </remarks>
internal sealed class RealTimeHypergradient
{
    private readonly GreedyProblem problem;
    private readonly ColumnLayout columns;
    private readonly int interval;
    private readonly Func<double>? discount;

    /// <summary>For a problem.</summary>
    /// <param name="problem">What is learned on.</param>
    /// <param name="learned">Which kinds have a column.</param>
    /// <param name="interval">Δ.</param>
    /// <param name="discount">Says what μ is after a step; null: always 0.</param>
    public RealTimeHypergradient(GreedyProblem problem, Func<HyperparameterKind, bool> learned, int interval, Func<double>? discount)
    {
        this.problem = problem;
        this.interval = interval;
        this.discount = discount;
        columns = OneWindow(problem.Inner, learned);
        Kinds = [.. columns.Requested.Select(column => column.Kind)];
    }

    /// <summary>The learned kinds, in their order.</summary>
    public ImmutableArray<HyperparameterKind> Kinds { get; }

    /// <summary>The steps of a run that carries these columns.</summary>
    /// <param name="state">Has one row for each of <see cref="Kinds"/>.</param>
    /// <param name="source">Says which hyperparameters a step uses; null: the problem's schedules.</param>
    /// <param name="found">Told ∇L_val(θ_{t+1}), shape [P], and the hypergradient after every Δ-th step, one value for each of <see cref="Kinds"/>.</param>
    public StepLoop Steps(InnerState state, ICoefficientSource? source, Action<int, Tensor, ImmutableArray<double>> found)
    {
        bool oneStep = discount is null;
        ICurvatureEngine engine = oneStep ? new ProductlessEngine(problem.Engine) : problem.Engine;
        return new()
        {
            Inner = new(problem.Inner, columns, engine, problem.Training, source),
            State = state,
            Horizon = problem.Inner.Horizon,
            CostOfStep = oneStep ? _ => problem.CostOfStep(0) : problem.CostOfStep,
            AfterStep = step => AfterStep(step, state, found),
        };
    }

    private static ColumnLayout OneWindow(InnerProblem problem, Func<HyperparameterKind, bool> learned)
    {
        PerKind<Schedule> whole = problem.Schedules.Select(_ => Schedule.Constant(0));
        return new(ColumnLayout.All(whole, learned), whole, problem.Horizon);
    }

    private string? AfterStep(int step, InnerState state, Action<int, Tensor, ImmutableArray<double>> found)
    {
        using DisposeScope scope = NewDisposeScope();
        if ((step + 1) % interval == 0)
        {
            Tensor gradient = ValidationGradient(((step + 1) / interval) - 1, state);
            ImmutableArray<double> hypergradient = Hypergradient.Sum(gradient, state.Tangents, columns);
            if (!hypergradient.All(double.IsFinite))
            {
                return $"the hypergradient was not finite after inner step {step + 1} of {problem.Inner.Horizon}";
            }

            found(step, gradient, hypergradient);
        }

        double factor = discount?.Invoke() ?? 0;
        state.Tangents.WeightTangents.Scale(factor);
        foreach (Tensor tangents in state.Tangents.MomentTangents)
        {
            tangents.Scale(factor);
        }

        return null;
    }

    private Tensor ValidationGradient(int number, InnerState state)
    {
        (Tensor images, Tensor labels) = problem.Validation.Next(number);
        state.Cost += problem.CostOfValidation;
        return problem.Judging.Evaluate(state.Weights, images, labels, state.Tangents.WeightTangents.narrow(0, 0, 0)).Gradient;
    }
}
