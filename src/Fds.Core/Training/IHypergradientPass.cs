using Fds.Core.Training.Checkpoints;
using static TorchSharp.torch;

namespace Fds.Core.Training;

/// <summary>One way of computing a run's hypergradient: the run to its final weights, and what follows from the validation gradient there.</summary>
internal interface IHypergradientPass : IDisposable
{
    /// <summary>θ and v, the cost so far, and what was clamped.</summary>
    InnerState State { get; }

    /// <summary>The steps that take the run to its end, from a given one.</summary>
    /// <param name="first">The first step to take.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="memory">Where checkpoints go; null: nowhere.</param>
    StepLoop Steps(int first, Action<RunPosition>? report, RunMemory? memory);

    /// <summary>The hypergradient, at the end of the run.</summary>
    /// <param name="validationGradient">∇L_val(θ_T), shape [P]; not asked for where the run was taken up beyond it.</param>
    /// <param name="report">Told where the run is, every few steps.</param>
    /// <param name="memory">Where checkpoints go; null: nowhere.</param>
    /// <param name="cancellationToken">Checked before every inner step.</param>
    HypergradientFound Conclude(Func<Tensor> validationGradient, Action<RunPosition>? report, RunMemory? memory, CancellationToken cancellationToken);

    /// <summary>All that is carried, for a checkpoint; in the caller's dispose scope.</summary>
    RunSnapshot Capture(int step);

    /// <summary>Takes over what a checkpoint holds.</summary>
    void Restore(RunSnapshot snapshot);
}
