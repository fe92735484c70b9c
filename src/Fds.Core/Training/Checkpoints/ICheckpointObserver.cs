namespace Fds.Core.Training.Checkpoints;

/// <summary>Told what becomes of a run's checkpoints, on the run's thread.</summary>
public interface ICheckpointObserver
{
    /// <summary>One was written.</summary>
    /// <param name="step">Inner steps done by then.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="time">How long the run stood still for it.</param>
    void OnWritten(int step, long bytes, TimeSpan time);

    /// <summary>A checkpoint could not be written. The run continues, and its older checkpoints are kept.</summary>
    void OnNotWritten(int step, Exception reason);

    /// <summary>The run continues from a checkpoint.</summary>
    /// <param name="step">Inner steps done by then.</param>
    /// <param name="cost">The run's cost up to there, in gradient steps.</param>
    void OnRestored(int step, double cost);

    /// <summary>A checkpoint cannot be used. An older one is tried; if there is none, the run starts over.</summary>
    void OnRejected(string file, string reason);
}
