using Fds.Core.Training;
using TorchSharp;

namespace Fds.Core.Adjoints;

/// <summary>
/// The kept states of a run, and the way to any other state: the run is repeated from the nearest kept state before it, and states in
/// between are kept as the plan says. The trail owns the kept states.
/// </summary>
/// <param name="plan">Which states are kept.</param>
/// <param name="loop">Takes the run's steps, without columns.</param>
/// <param name="state">The running state.</param>
/// <param name="batches">The run's mini-batches.</param>
/// <param name="costOfStep">What a plain step costs, in gradient steps.</param>
internal sealed class Trail(TrailPlan plan, InnerLoop loop, InnerState state, IBatchSource batches, double costOfStep) : IDisposable
{
    private readonly Stack<KeptState> kept = new();

    /// <summary>Per level, the first of the steps that were charged. A resumed run repeats some of them.</summary>
    private readonly int[] paidFrom = [0, .. Enumerable.Repeat(plan.Horizon, plan.Strides.Length - 1)];

    /// <summary>The kept states, in rising order of steps.</summary>
    public IEnumerable<KeptState> Kept => kept.Reverse();

    /// <summary>Per level, the first of the steps whose repetition was charged.</summary>
    public int[] PaidFrom => paidFrom;

    /// <summary>Keeps the running state on the way out, where the plan says so.</summary>
    public void Pass(int step)
    {
        if (step % plan.Strides[0] == 0)
        {
            Keep(step, level: 0);
        }
    }

    /// <summary>Takes over a state that was kept before. They come in rising order of steps.</summary>
    public void Add(KeptState before) => kept.Push(before);

    /// <summary>Sets the running state to that before an inner step, and the batches to the same place. Later states are dropped.</summary>
    /// <param name="step">The step. Steps are asked for in falling order.</param>
    /// <param name="between">Done before every step that is repeated.</param>
    public void Reach(int step, Action between)
    {
        while (kept.Peek().Step > step)
        {
            kept.Pop().Dispose();
        }

        while (kept.Peek().Step < step)
        {
            Repeat(kept.Peek(), step, between);
        }

        using KeptState reached = kept.Pop();
        TakeUp(reached);
    }

    public void Dispose()
    {
        foreach (KeptState each in kept)
        {
            each.Dispose();
        }
    }

    /// <summary>
    /// Runs from a kept state towards a step and keeps the states of the next finer level, or of the same level if some of those are missing, as in
    /// a run that was resumed from a checkpoint.
    /// </summary>
    private void Repeat(KeptState from, int step, Action between)
    {
        int level = from.Level;
        while (plan.Strides[level] > step - from.Step)
        {
            level++;
        }

        int stride = plan.Strides[level];
        int last = from.Step + ((step - from.Step) / stride * stride);
        TakeUp(from);
        for (int at = from.Step; at < last; at++)
        {
            between();
            loop.Step(state, at).Dispose();
            if ((at + 1 - from.Step) % stride == 0)
            {
                Keep(at + 1, level);
            }
        }

        // Both together, so that no checkpoint falls in between.
        state.Cost += costOfStep * Math.Max(0, Math.Min(last, paidFrom[level]) - from.Step);
        paidFrom[level] = Math.Min(paidFrom[level], from.Step);
    }

    private void TakeUp(KeptState before)
    {
        before.CopyTo(state);
        batches.ReturnTo(before.Step, before.Mark);
    }

    private void Keep(int step, int level) => kept.Push(KeptState.Of(step, level, state, batches.MarkAt(step)));
}
