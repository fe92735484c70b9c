using System.Net;

namespace Fds.Transport.Handshakes;

/// <summary>Is told how handshakes end.</summary>
public interface IHandshakeObserver
{
    /// <summary>A connection is open.</summary>
    void OnAccepted(Port port);

    /// <summary>A connection was refused, by this end or by the other.</summary>
    void OnRefused(Port port, Refusal refusal, EndPoint? remote, string message);
}
