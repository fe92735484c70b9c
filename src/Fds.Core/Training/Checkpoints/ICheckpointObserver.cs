namespace Fds.Core.Training.Checkpoints;

/// <summary>Told what becomes of a run's checkpoints, on the run's thread.</summary>
public interface ICheckpointObserver
{
    /// <summary>One was written.</summary>
    /// <param name="step">Inner steps done by then.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="time">How long the run stood still for it.</param>
    void OnWritten(int step, long bytes, TimeSpan time);

    /// <summary>One could not be written. The run goes on: its older ones are still there.</summary>
    void OnNotWritten(int step, Exception reason);

    /// <summary>The run goes on from one.</summary>
    /// <param name="step">Inner steps done by then.</param>
    /// <param name="cost">What the run had cost by then, in gradient steps.</param>
    void OnRestored(int step, double cost);

    /// <summary>One cannot be used; an older one is tried, and where there is none the run begins anew.</summary>
    void OnRejected(string file, string reason);
}
