using Fds.Core.Curvature;
using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>
/// Takes a run through its inner steps: a checkpoint may be left and cancellation is heeded between them, the cost is counted, and the
/// run ends early where its loss is not finite.
/// </summary>
internal sealed record StepLoop
{
    /// <summary>One inner step.</summary>
    public required InnerLoop Inner { get; init; }

    /// <summary>What is carried from step to step.</summary>
    public required InnerState State { get; init; }

    /// <summary>T, in inner steps.</summary>
    public required int Horizon { get; init; }

    /// <summary>The first step to take.</summary>
    public int First { get; init; }

    /// <summary>The step to end before; null: the horizon.</summary>
    public int? End { get; init; }

    /// <summary>What a step costs, in gradient steps, by the number of columns that it updates.</summary>
    public Func<int, double> CostOfStep { get; init; } = CurvatureOptions.Default.CostOfStep;

    /// <summary>Told where the run is, every few steps.</summary>
    public Action<RunPosition>? Report { get; init; }

    /// <summary>Where checkpoints go; null: nowhere.</summary>
    public RunMemory? Memory { get; init; }

    /// <summary>Done before every step.</summary>
    public Action<int>? BeforeStep { get; init; }

    /// <summary>Done after every step; says why the run cannot go on, or null.</summary>
    public Func<int, string?>? AfterStep { get; init; }

    /// <summary>Takes the steps.</summary>
    /// <returns>The step that the run stands before, and why it got no further than that: null where it came to its end.</returns>
    public (int Steps, string? Diverged) Run(CancellationToken cancellationToken)
    {
        int end = End ?? Horizon;
        LossWatch watch = new(Horizon, end, Report);
        for (int step = First; step < end; step++)
        {
            if (step > First)
            {
                Memory?.Offer(step, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            BeforeStep?.Invoke(step);
            int updated = Inner.ColumnsUpdatedAt(step);
            using Tensor loss = Inner.Step(State, step);
            State.Cost += CostOfStep(updated);
            string? diverged = watch.IsFinite(loss, step, Inner.LiveAt(step), State.Cost)
                ? AfterStep?.Invoke(step)
                : $"the training loss was not finite by inner step {step + 1} of {Horizon}";
            if (diverged is not null)
            {
                return (step + 1, diverged);
            }
        }

        return (end, null);
    }
}
