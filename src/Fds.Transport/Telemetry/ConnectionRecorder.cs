using System.Net;
using Fds.Transport.Handshakes;
using Fds.Transport.Messages;
using Microsoft.Extensions.Logging;

namespace Fds.Transport.Telemetry;

/// <summary>Counts and logs what happens to connections.</summary>
public sealed partial class ConnectionRecorder(TransportInstruments instruments, ILogger<ConnectionRecorder> log) : IHandshakeObserver, IMessageObserver
{
    /// <inheritdoc/>
    public void OnAccepted(Port port) => instruments.OnAccepted(port);

    /// <inheritdoc/>
    public void OnRefused(Port port, Refusal refusal, EndPoint? remote, string message)
    {
        instruments.OnRefused(port, refusal);
        LogRefused(port, remote, refusal, message);
    }

    /// <inheritdoc/>
    public void OnOversized(Port port, EndPoint? remote, long bytes, int limit)
    {
        instruments.OnOversized(port);
        LogOversized(port, remote, bytes, limit);
    }
}
