using System.Collections.Concurrent;
using System.Net;
using Fds.Transport.Handshakes;

namespace Fds.Transport.Tests.Handshakes;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingObserver : IHandshakeObserver
{
    public ConcurrentQueue<(Port Port, Refusal Refusal, string Message)> Refusals { get; } = [];

    public ConcurrentQueue<Port> Accepted { get; } = [];

    public void OnAccepted(Port port) => Accepted.Enqueue(port);

    public void OnRefused(Port port, Refusal refusal, EndPoint? remote, string message) => Refusals.Enqueue((port, refusal, message));
}
