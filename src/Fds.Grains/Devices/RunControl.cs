namespace Fds.Grains.Devices;

/// <summary>How a run and its device talk while it runs.</summary>
/// <param name="Report">Told where the run is, every few inner steps.</param>
/// <param name="IsAbandoned">Whether nobody wants the run any more, so that a run that is stopped need leave no checkpoint.</param>
/// <param name="Stopping">Ends the run with <see cref="OperationCanceledException"/> at the next step boundary.</param>
internal sealed record RunControl(Action<WorkPosition> Report, Func<bool> IsAbandoned, CancellationToken Stopping);
