using System.Net;
using Fds.Transport.Handshakes;

namespace Fds.Client.Connections;

/// <summary>Remembers why the cluster could not be connected to.</summary>
internal sealed class RefusalMemory : IHandshakeObserver
{
    private volatile string? last;
    private volatile bool isFinal;
    private volatile bool hasFailed;

    /// <summary>The last refusal in words, or null.</summary>
    public string? Last => last;

    /// <summary>Whether trying again is of no use: a certificate was looked at and refused.</summary>
    public bool IsFinal => isFinal;

    /// <summary>Whether an attempt has failed. Where none has, a silo is connected to.</summary>
    public bool HasFailed => hasFailed;

    public void OnFailed() => hasFailed = true;

    public void OnAccepted(Port port) => last = null;

    public void OnRefused(Port port, Refusal refusal, EndPoint? remote, string message)
    {
        last = message;
        isFinal |= refusal is >= Refusal.NoCertificate and <= Refusal.WrongUse;
    }
}
