using System.Collections.Immutable;
using Fds.Core.HyperOptimisation;
using Fds.Core.Schedules;
using Fds.Core.Tangents;
using Fds.Core.Training;
using Fds.Core.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>
/// Reverse mode: a plain run that keeps some of its states, and from its end the way back, one Hessian product a step whatever the number
/// of columns.
/// </summary>
internal sealed class AdjointPass : IHypergradientPass
{
    private const int Interval = 10;
    private const string WeightsName = "adjoint.weights";
    private const string SumsName = "adjoint.sums";
    private const string OrderName = "adjoint.order";
    private const string AugmentationName = "adjoint.augmentation";

    private readonly HypergradientProblem problem;
    private readonly InnerLoop loop;
    private readonly Trail trail;
    private readonly AdjointState adjoint;
    private readonly StepSums sums;
    private readonly double wholeCost;

    /// <summary>The step that the way back stands before, its state being that of the adjoint; null on the way out.</summary>
    private int? place;

    public AdjointPass(HypergradientProblem problem, Tensor initialWeights, TrailPlan plan)
    {
        InnerProblem inner = problem.Inner;
        Require(inner.HessianProductClamp is null, "a clamp on Hessian products");
        Require(inner.Pruning.Mode == PruningMode.None || inner.Pruning.Ratio == 0, "pruning");
        this.problem = problem;
        loop = new(inner, new([], inner.Schedules, inner.Horizon), problem.Engine, problem.Batches);
        State = new(initialWeights, columns: 0, inner.Update);
        trail = new(plan, loop, State, problem.Batches, problem.CostOfStep(0));
        adjoint = new(State.Weights, inner.Update.Moments);
        sums = new(inner.Schedules, inner.Groups, inner.Horizon, State.Weights.device);
        wholeCost = plan.Cost(problem.CostOfStep);
    }

    public InnerState State { get; }

    private int Horizon => problem.Inner.Horizon;

    private bool LearnsSmoothing => problem.Columns.Requested.Any(column => column.Kind == HyperparameterKind.LabelSmoothing);

    /// <summary>The kinds that have a derivative at every step: all but label smoothing where it is not learned.</summary>
    private ImmutableArray<HyperparameterKind> Kinds => [.. problem.Inner.Schedules.Kinds.Where(kind => kind != HyperparameterKind.LabelSmoothing || LearnsSmoothing)];

    public StepLoop Steps(int first, Action<RunPosition>? report, RunMemory? memory) => new()
    {
        Inner = loop,
        State = State,
        Horizon = Horizon,
        First = first,
        CostOfStep = problem.CostOfStep,
        Report = report is null ? null : position => report(Positioned(position.Loss)),
        Memory = memory,
        BeforeStep = trail.Pass,
    };

    public HypergradientFound Conclude(Func<Tensor> validationGradient, Action<RunPosition>? report, RunMemory? memory, CancellationToken cancellationToken)
    {
        bool takenUp = place is not null;
        int first = place ?? Turn(validationGradient);
        AdjointRecursion recursion = new(problem.Inner, problem.Engine, problem.Batches, LearnsSmoothing);
        for (int step = first - 1; step >= 0; step--)
        {
            place = step + 1;
            if (place < first || !takenUp)
            {
                memory?.Offer(Passed, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            trail.Reach(step, () => Heed(memory, cancellationToken));
            using Tensor loss = recursion.StepBack(step, State, adjoint, sums);
            State.Cost += problem.CostOfStep(1);
            if (step % Interval == 0)
            {
                report?.Invoke(Positioned(loss.to(ScalarType.Float64).item<double>()));
                if (!adjoint.IsFinite)
                {
                    return new([.. Enumerable.Repeat(double.NaN, Math.Max(1, problem.Columns.Requested.Length))], Steps: null);
                }
            }
        }

        return new([.. problem.Columns.Requested.Select(WindowMean)], PerKind.Of(Kinds, kind => StepBins.Means(sums.Of(kind))));
    }

    public RunSnapshot Capture(int step)
    {
        using BatchMark? mark = problem.Batches.MarkAt(step);
        return State.Capture(step,
        [
            new(WeightsName, adjoint.Weights),
            .. adjoint.Moments.Select((moment, i) => KeyValuePair.Create(MomentName(i), moment)),
            new(SumsName, sums.Values),
            .. mark is null ? [] : (KeyValuePair<string, Tensor>[])[new(OrderName, mark.Order.clone()), new(AugmentationName, mark.Augmentation.clone())],
            .. TrailSnapshot.Capture(trail, State, mark),
        ]);
    }

    public void Restore(RunSnapshot snapshot)
    {
        State.Restore(snapshot);
        adjoint.Weights.copy_(snapshot.Tensors[WeightsName]);
        for (int i = 0; i < adjoint.Moments.Length; i++)
        {
            adjoint.Moments[i].copy_(snapshot.Tensors[MomentName(i)]);
        }

        sums.Values.copy_(snapshot.Tensors[SumsName]);
        TrailSnapshot.Restore(trail, snapshot, State.Weights.device);
        if (snapshot.Step >= Horizon)
        {
            place = (2 * Horizon) - snapshot.Step;
            return;
        }

        using BatchMark? mark = snapshot.Tensors.TryGetValue(OrderName, out Tensor? order)
            ? BatchMark.Of(order.clone(), snapshot.Tensors[AugmentationName].clone())
            : null;
        problem.Batches.ReturnTo(snapshot.Step, mark);
    }

    public void Dispose()
    {
        State.Dispose();
        trail.Dispose();
        adjoint.Dispose();
        sums.Dispose();
    }

    private static string MomentName(int place) => $"adjoint.{InnerState.MomentName(place)}";

    private static void Require(bool met, string what)
    {
        if (!met)
        {
            throw new FdsException($"Reverse mode carries no columns, so {what} has no meaning there. Use forward mode, or remove the setting.");
        }
    }

    /// <summary>Steps of both ways: T on the way out, and T more at the end of the way back.</summary>
    private int Passed => (2 * Horizon) - place!.Value;

    private int Turn(Func<Tensor> validationGradient)
    {
        using Tensor gradient = validationGradient();
        adjoint.Weights.copy_(gradient);
        place = Horizon;
        return Horizon;
    }

    /// <summary>Writes a checkpoint of the way back's position if the run is stopped while steps are repeated.</summary>
    private void Heed(RunMemory? memory, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            memory?.Offer(Passed, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The run's position, derived from its cost. No count of steps gives it, because steps are taken out, again and back.</summary>
    private RunPosition Positioned(double loss) =>
        new((int)Math.Min(Horizon, Horizon * (State.Cost / wholeCost)), Horizon, problem.Columns.Rows.Length, loss, State.Cost);

    private double WindowMean(Column column)
    {
        int windows = problem.Columns.WindowsOf(column);
        int first = Windows.FirstStep(column.Window, Horizon, windows);
        double sum = sums.Of(column.Kind, column.Group).AsSpan(first, Windows.Length(column.Window, Horizon, windows)).ToArray().Sum();
        return sum / ((double)Horizon / windows);
    }
}
