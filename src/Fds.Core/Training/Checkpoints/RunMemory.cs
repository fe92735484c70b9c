using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training.Checkpoints;

/// <summary>One run's checkpoints: their folder, the identity that shows that they belong to the run, and how its state is saved and restored.</summary>
/// <param name="Checkpoints">Where they are and when they are due; null: the run has none.</param>
/// <param name="Fingerprint">Digest of all that the run's numbers depend on.</param>
/// <param name="Capture">The state before an inner step, in the caller's dispose scope.</param>
/// <param name="Restore">Takes over a state.</param>
internal sealed record RunMemory(RunCheckpoints? Checkpoints, string Fingerprint, Func<int, RunSnapshot> Capture, Action<RunSnapshot> Restore)
{
    /// <summary>Takes over the state of an earlier attempt.</summary>
    /// <returns>Inner steps done by then; 0 where the run begins anew.</returns>
    public int TakeUp()
    {
        using DisposeScope scope = NewDisposeScope();
        if (Checkpoints?.Restore(Fingerprint, Capture(0)) is not { } snapshot)
        {
            return 0;
        }

        Restore(snapshot);
        return snapshot.Step;
    }

    /// <summary>Leaves a checkpoint before an inner step, where one is due.</summary>
    public void Offer(int step, CancellationToken stopping) => Checkpoints?.Offer(Fingerprint, () => Capture(step), stopping);
}
