using Fds.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Adjoints;

/// <summary>The state of a run before an inner step. It owns its tensors.</summary>
/// <param name="Step">The step.</param>
/// <param name="Level">The level of the plan that it is kept for.</param>
/// <param name="Values">θ and the moments, shape [1 + moments, P]: in one block, which is big enough to be kept apart from small objects.</param>
/// <param name="Mark">Where the mini-batches were.</param>
internal sealed record KeptState(int Step, int Level, Tensor Values, BatchMark? Mark) : IDisposable
{
    /// <summary>A copy of a state.</summary>
    public static KeptState Of(int step, int level, InnerState state, BatchMark? mark)
    {
        using DisposeScope scope = NewDisposeScope();
        return new(step, level, stack([state.Weights, .. state.Moments], 0).DetachFromDisposeScope(), mark);
    }

    /// <summary>Makes a running state this one.</summary>
    public void CopyTo(InnerState state)
    {
        using DisposeScope scope = NewDisposeScope();
        state.Weights.copy_(Values[0]);
        for (int i = 0; i < state.Moments.Length; i++)
        {
            state.Moments[i].copy_(Values[i + 1]);
        }
    }

    public void Dispose()
    {
        Values.Dispose();
        Mark?.Dispose();
    }
}
