using Fds.Core.HyperOptimisation;
using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>Forward mode: tangents of all columns are carried along, and the hypergradient is there when the run is at its end.</summary>
internal sealed class TangentPass(HypergradientProblem problem, Tensor initialWeights) : IHypergradientPass
{
    public InnerState State { get; } = new(initialWeights, problem.Columns.Rows.Length, problem.Inner.Update);

    public StepLoop Steps(int first, Action<RunPosition>? report, RunMemory? memory) => new()
    {
        Inner = new(problem.Inner, problem.Columns, problem.Engine, problem.Batches),
        State = State,
        Horizon = problem.Inner.Horizon,
        First = first,
        CostOfStep = problem.CostOfStep,
        Report = report,
        Memory = memory,
    };

    public HypergradientFound Conclude(Func<Tensor> validationGradient, Action<RunPosition>? report, RunMemory? memory, CancellationToken cancellationToken)
    {
        using Tensor gradient = validationGradient();
        return new(Hypergradient.Average(Hypergradient.Sum(gradient, State.Tangents, problem.Columns), problem.Columns, State.Updates), Steps: null);
    }

    public RunSnapshot Capture(int step) => State.Capture(step, problem.Batches.Capture());

    public void Restore(RunSnapshot snapshot)
    {
        State.Restore(snapshot);
        problem.Batches.Restore(snapshot);
    }

    public void Dispose() => State.Dispose();
}
