using Microsoft.Extensions.Hosting;

namespace Fds.Grains.Tests.Devices;

/// <summary>A process that only notes that it is to stop.</summary>
internal sealed class FakeLife : IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => stopping.Token;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => stopping.Cancel();

    public void Dispose() => stopping.Dispose();
}
