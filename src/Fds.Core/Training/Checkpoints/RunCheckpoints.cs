using TorchSharp;
using static TorchSharp.torch;

namespace Fds.Core.Training.Checkpoints;

/// <summary>Decides when a run writes a checkpoint, and finds the checkpoint that it resumes from.</summary>
/// <param name="folder">Where this run's checkpoints are.</param>
/// <param name="name">Study and work, which a checkpoint must be of.</param>
/// <param name="interval">Time between checkpoints; 0: at every inner step.</param>
/// <param name="observer">Told what becomes of them.</param>
/// <param name="time">The clock.</param>
/// <param name="keepsOnStop">Whether a run that is stopped leaves a last one; asked when it is stopped.</param>
public sealed class RunCheckpoints(
    CheckpointFolder folder, string name, TimeSpan interval, ICheckpointObserver observer, TimeProvider time, Func<bool> keepsOnStop)
{
    private long last = time.GetTimestamp();

    /// <summary>The newest usable checkpoint; null where the run begins anew.</summary>
    /// <remarks>Whatever is wrong with the folder is no reason not to run.</remarks>
    internal RunSnapshot? Restore(string fingerprint, RunSnapshot template)
    {
        try
        {
            RunSnapshot? snapshot = folder.Read(new(name, fingerprint), template, observer.OnRejected);
            if (snapshot is not null)
            {
                observer.OnRestored(snapshot.Step, snapshot.Cost);
            }

            return snapshot;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            observer.OnRejected(folder.Path, e.Message);
            return null;
        }
        finally
        {
            last = time.GetTimestamp();
        }
    }

    /// <summary>Writes a checkpoint at a step boundary, where it is time for one or the run is being stopped.</summary>
    internal void Offer(string fingerprint, Func<RunSnapshot> capture, CancellationToken stopping)
    {
        bool due = stopping.IsCancellationRequested ? keepsOnStop() : time.GetElapsedTime(last) >= interval;
        if (!due)
        {
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        long begun = time.GetTimestamp();
        RunSnapshot snapshot = capture();
        try
        {
            long bytes = folder.Write(new(name, fingerprint), snapshot);
            observer.OnWritten(snapshot.Step, bytes, time.GetElapsedTime(begun));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            observer.OnNotWritten(snapshot.Step, e);
        }

        last = time.GetTimestamp();
    }
}
