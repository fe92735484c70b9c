using Fds.Core.Training.Checkpoints;

namespace Fds.Core.Tests.Training.Checkpoints;

/// <summary>Keeps what becomes of checkpoints, and stops the run once it has left the one at a given step.</summary>
internal sealed class CheckpointRecorder : ICheckpointObserver, IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    public int? StopAfter { get; init; }

    public List<int> Written { get; } = [];

    public List<Exception> NotWritten { get; } = [];

    public List<int> Restored { get; } = [];

    public double RestoredCost { get; private set; }

    public List<(string File, string Reason)> Rejected { get; } = [];

    public CancellationToken Stopping => stopping.Token;

    public void OnWritten(int step, long bytes, TimeSpan time)
    {
        Written.Add(step);
        if (step == StopAfter)
        {
            stopping.Cancel();
        }
    }

    public void OnNotWritten(int step, Exception reason) => NotWritten.Add(reason);

    public void OnRestored(int step, double cost)
    {
        Restored.Add(step);
        RestoredCost = cost;
    }

    public void OnRejected(string file, string reason) => Rejected.Add((file, reason));

    public void Dispose() => stopping.Dispose();
}
